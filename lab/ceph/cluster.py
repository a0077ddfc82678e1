"""A Ceph cluster on a lab host; it ends with the host."""

import json
import secrets
import signal
import subprocess
import uuid
from pathlib import Path
from typing import Any

from lab.ceph.config import monitor_address, text
from lab.deadline import wait_until
from lab.host import Host
from lab.process import Process, ProgramError, end, pid_in

OSDS = 3
MGR_SETTINGS = (
    ("mgr", "mgr/prometheus/server_addr", "127.0.0.1"),
    ("mgr", "mgr/prometheus/scrape_interval", "3"),  # seconds, the age of what it exports
    ("mgr", "mgr/devicehealth/enable_monitoring", "false"),  # else it makes a pool of its own
)
HEALTHY_SECONDS = 60


class Cluster:
    """One monitor, one manager and some OSDs, run in the foreground without systemd."""

    def __init__(self, host: Host, osds: int = OSDS) -> None:
        self._host = host
        self._osds = osds
        self.folder = host.folder / "ceph"
        self.conf = self.folder / "ceph.conf"
        self.daemons: dict[str, Process] = {}

    def up(self) -> None:
        """Make it new and wait until it is healthy."""
        for name in ("run", "log", "crash", "mon.a", "mgr.x"):
            (self.folder / name).mkdir(parents=True)
        fsid = str(uuid.uuid4())
        self.conf.write_text(text(self.folder, fsid, self._osds))
        self._make_monitor(fsid)
        self.start("mon.a")
        wait_until(self._answers, 20, "the monitor")
        for who, option, value in MGR_SETTINGS:
            self.ceph("config", "set", who, option, value, "--force")
        caps = ("mon", "allow profile mgr", "osd", "allow *", "mds", "allow *")
        keyring = self.ceph("auth", "get-or-create", "mgr.x", *caps)
        (self.folder / "mgr.x/keyring").write_text(keyring)
        self.start("mgr.x")
        for number in range(self._osds):
            self._make_osd(number)
            self.start(f"osd.{number}")
        wait_until(self.is_healthy, HEALTHY_SECONDS, "HEALTH_OK", every=0.5)

    def _run(self, *argv: str, seconds: float = 60) -> str:
        return self._host.run(argv, seconds=seconds)

    def ceph(self, *words: str, seconds: float = 60) -> str:
        """Run the `ceph` program and return what it printed."""
        connect = ["--conf", str(self.conf), "--connect-timeout", "5"]
        return self._run("ceph", *connect, *words, seconds=seconds)

    def ask(self, *words: str, seconds: float = 20) -> Any:
        """Return the JSON of a command."""
        return json.loads(self.ceph(*words, "-f", "json", seconds=seconds))

    def _answers(self) -> bool:
        try:
            self.ceph("status", seconds=8)
        except ProgramError:
            return False
        return True

    def is_healthy(self) -> bool:
        """Say whether all OSDs are up, all placement groups clean and a manager is active."""
        status = self.ask("status")
        groups = status["pgmap"]
        clean = sum(
            row["count"]
            for row in groups.get("pgs_by_state", ())
            if row["state_name"] == "active+clean"
        )
        up = status["osdmap"]["num_up_osds"] == self._osds
        return bool(up and status["mgrmap"]["available"] and clean == groups["num_pgs"])

    def _make_monitor(self, fsid: str) -> None:
        keyring, monmap = str(self.folder / "keyring"), str(self.folder / "monmap")
        self._run(
            *("ceph-authtool", "-C", keyring, "--gen-key", "-n", "mon.", "--cap", "mon", "allow *")
        )
        caps = [
            word for kind in ("mon", "osd", "mds", "mgr") for word in ("--cap", kind, "allow *")
        ]
        self._run("ceph-authtool", keyring, "--gen-key", "-n", "client.admin", *caps)
        address = ["--addv", "a", monitor_address()]
        self._run("monmaptool", "--create", "--clobber", "--fsid", fsid, *address, monmap)
        made = ["--mkfs", "--monmap", monmap, "--keyring", keyring]
        self._run("ceph-mon", "--conf", str(self.conf), "-i", "a", *made)

    def _make_osd(self, number: int) -> None:
        folder, identity = self.folder / f"osd.{number}", str(uuid.uuid4())
        folder.mkdir()
        secret = self._run("ceph-authtool", "--gen-print-key").strip()
        (folder / "new.json").write_text(json.dumps({"cephx_secret": secret}))
        self.ceph("osd", "new", identity, str(number), "-i", str(folder / "new.json"))
        keyring = str(folder / "keyring")
        self._run("ceph-authtool", "-C", keyring, "-n", f"osd.{number}", "--add-key", secret)
        made = ["--mkfs", "--osd-uuid", identity]
        self._run("ceph-osd", "--conf", str(self.conf), "-i", str(number), *made)

    def start(self, name: str) -> None:
        """Start a daemon: mon.a, mgr.x or osd.N."""
        kind, _, identity = name.partition(".")
        pid_file = self.folder / "run" / f"{name}.pid"
        pid_file.unlink(missing_ok=True)
        argv = [f"ceph-{kind}", "--conf", str(self.conf), "-i", identity, "-f"]
        with (self.folder / "log" / f"{name}.out").open("ab") as log:
            started = subprocess.Popen(
                self._host.inside(argv),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._host.at_end.callback(started.wait)
        self.daemons[name] = self._host.ledger.add_process(pid_in(pid_file))

    def stop(self, name: str, number: signal.Signals = signal.SIGTERM) -> None:
        """Send a daemon a signal; one that is to end has ended when this returns."""
        process = self.daemons[name]
        process.signal(number)
        if number in {signal.SIGTERM, signal.SIGKILL, signal.SIGABRT}:
            end([process])

    def make_pool(self, name: str, *, application: str = "rbd") -> None:
        """Make a replicated pool for images."""
        self.ceph("osd", "pool", "create", name)
        self.ceph("osd", "pool", "application", "enable", name, application)
        wait_until(self.is_healthy, HEALTHY_SECONDS, f"pool {name}", every=0.5)

    def make_image(self, pool: str, name: str, *, mebibytes: int = 64) -> None:
        """Make an image with an ext4 filesystem."""
        raw = self.folder / f"{secrets.token_hex(3)}.raw"
        self._run("truncate", "-s", f"{mebibytes}M", str(raw))
        self._run("mke2fs", "-q", "-F", "-t", "ext4", "-E", "lazy_itable_init=1", str(raw))
        self._run("rbd", "--conf", str(self.conf), "import", str(raw), f"{pool}/{name}")
        Path(raw).unlink()

    def make_client(self, name: str, pool: str) -> str:
        """Return the key of a client that may use the images of a pool."""
        caps = ("mon", "profile rbd", "osd", f"profile rbd pool={pool}")
        return str(self.ask("auth", "get-or-create", f"client.{name}", *caps)[0]["key"])
