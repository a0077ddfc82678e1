"""A Ceph cluster in the network outside of a lab host; it ends with the host."""

import json
import signal
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lab import cgroup
from lab.ceph.config import client_text, monitor_address, text
from lab.deadline import wait_until
from lab.host import Host
from lab.network import PREFIX, SUBNET
from lab.process import Process, ProgramError, end

OSDS = 3
MGR_SETTINGS = (
    ("mgr", "mgr/prometheus/scrape_interval", "3"),  # seconds, the age of what it exports
    ("mgr", "mgr/devicehealth/enable_monitoring", "false"),  # else it makes a pool of its own
)
HEALTHY_SECONDS = 90
HEARD = 3  # seconds until the manager has heard how its groups are now
ENDING = (signal.SIGTERM, signal.SIGKILL, signal.SIGABRT)
READ_ONLY = ("mon", "allow r", "mgr", "allow r", "osd", "allow r")


def _takes_requests(state: str) -> bool:
    """Say whether a group is active and does not wait for the leases of its former OSDs."""
    words = state.split("+")
    return "active" in words and not {"wait", "laggy"} & set(words)


class Cluster:
    """One monitor, one manager and some OSDs, run in the foreground without systemd."""

    def __init__(self, host: Host, osds: int = OSDS) -> None:
        self._host = host
        self._osds = osds
        self.folder = host.folder / "ceph"
        self._conf = self.folder / "ceph.conf"
        self.client_conf = self.folder / "client.conf"
        """What clients read, with a keyring for each of them."""
        self._daemons: dict[str, Process] = {}

    def up(self) -> None:
        """Make it new and wait until it is healthy."""
        for name in ("run", "log", "crash", "clients", "mon.a", "mgr.x"):
            (self.folder / name).mkdir(parents=True)
        fsid, address = str(uuid.uuid4()), self._host.network.outside_address
        subnet = f"{SUBNET}.0/{PREFIX}"
        own = text(self.folder, fsid, self._osds, address=address, subnet=subnet)
        self._conf.write_text(own)
        self.client_conf.write_text(client_text(self.folder, fsid, address=address))
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
        wait_until(self.is_healthy, HEALTHY_SECONDS, "all OSDs up, a manager", every=0.5)
        self.make_client("downstack", READ_ONLY)

    def _run(self, *argv: str, seconds: float = 60) -> str:
        return self._host.run_outside(argv, seconds=seconds)

    def ceph(self, *words: str, seconds: float = 60) -> str:
        """Run the `ceph` program as the administrator and return what it printed."""
        connect = ["--conf", str(self._conf), "--connect-timeout", "5"]
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
        try:
            status, pools = self.ask("status"), self.ask("osd", "dump")["pools"]
        except ProgramError:  # no monitor, or the monitors elect
            return False
        groups = status["pgmap"]
        clean = sum(
            row["count"]
            for row in groups.get("pgs_by_state", ())
            if row["state_name"].startswith("active+clean")
        )
        up = status["osdmap"]["num_up_osds"] == self._osds
        known = sum(pool["pg_num"] for pool in pools) == clean
        return bool(up and status["mgrmap"]["available"] and known)

    def wait_active(self) -> None:
        """Wait until every placement group takes requests, with fewer copies if need be."""
        time.sleep(HEARD)
        wait_until(self._is_active, HEALTHY_SECONDS, "all groups to take requests", every=0.5)

    def _is_active(self) -> bool:
        groups = self.ask("status")["pgmap"]
        rows = groups.get("pgs_by_state", ())
        ready = sum(row["count"] for row in rows if _takes_requests(row["state_name"]))
        return bool(ready == groups["num_pgs"])

    def is_moving(self) -> bool:
        """Say whether groups recover or backfill."""
        rows = self.ask("status")["pgmap"].get("pgs_by_state", ())
        return any(
            "recover" in row["state_name"] or "backfill" in row["state_name"] for row in rows
        )

    def map(self) -> str:
        """Return the map of the OSDs as osdmaptool prints it."""
        file = self.folder / "osdmap"
        self.ceph("osd", "getmap", "-o", str(file))
        return self._run("osdmaptool", "--print", str(file))

    def socket(self, name: str, *words: str) -> str:
        """Ask a daemon through its admin socket, which needs no monitor."""
        path = self.folder / "run" / f"{name}.{self._daemons[name].pid}.asok"
        return self._run("ceph", "--admin-daemon", str(path), *words, seconds=10)

    def rados(self, *words: str, seconds: float = 60) -> str:
        """Run the `rados` program as the administrator."""
        return self._run("rados", "--conf", str(self._conf), *words, seconds=seconds)

    def rbd(self, *words: str) -> str:
        """Run the `rbd` program as the administrator."""
        return self._run("rbd", "--conf", str(self._conf), *words)

    def down(self) -> int:
        """Return how many OSDs the monitors count as down."""
        return sum(not row["up"] for row in self.ask("osd", "dump")["osds"])

    def wait_healthy(self) -> None:
        """Wait until it has recovered."""
        wait_until(self.is_healthy, HEALTHY_SECONDS, "the cluster to recover", every=0.5)

    def _make_monitor(self, fsid: str) -> None:
        keyring, monmap = str(self.folder / "keyring"), str(self.folder / "monmap")
        self._run("ceph-authtool", "-C", keyring, "--gen-key", *_named("mon.", ("mon",)))
        everything = _named("client.admin", ("mon", "osd", "mds", "mgr"))
        self._run("ceph-authtool", keyring, "--gen-key", *everything)
        line = next(one for one in self._conf.read_text().splitlines() if "mon_host" in one)
        address = ["--addv", "a", line.partition("= ")[2]]
        self._run("monmaptool", "--create", "--clobber", "--fsid", fsid, *address, monmap)
        made = ["--mkfs", "--monmap", monmap, "--keyring", keyring]
        self._run("ceph-mon", "--conf", str(self._conf), "-i", "a", *made)

    def add_monitor(self, name: str) -> None:
        """Let one more monitor join, with a name of one letter, and wait until it is asked too."""
        monmap, number = str(self.folder / "monmap"), ord(name) - ord("a")
        self.ceph("mon", "getmap", "-o", monmap)
        (self.folder / f"mon.{name}").mkdir()
        made = ["--mkfs", "--monmap", monmap, "--keyring", str(self.folder / "keyring")]
        self._run("ceph-mon", "--conf", str(self._conf), "-i", name, *made)
        with self._conf.open("a") as file:
            address = monitor_address(self._host.network.outside_address, number)
            file.write(f"[mon.{name}]\nhost = lab{name}\nmon_addr = {address}\n")
        self.start(f"mon.{name}", "--public-addrv", address)
        wait_until(lambda: name in self.quorum(), 30, f"mon.{name} to join", every=0.3)

    def quorum(self) -> list[str]:
        """Return the names of the monitors that decide together; none while they elect."""
        try:
            return list(self.ask("quorum_status")["quorum_names"])
        except ProgramError:
            return []

    def _make_osd(self, number: int) -> None:
        folder, identity = self.folder / f"osd.{number}", str(uuid.uuid4())
        folder.mkdir()
        secret = self._run("ceph-authtool", "--gen-print-key").strip()
        (folder / "new.json").write_text(json.dumps({"cephx_secret": secret}))
        self.ceph("osd", "new", identity, str(number), "-i", str(folder / "new.json"))
        keyring = str(folder / "keyring")
        self._run("ceph-authtool", "-C", keyring, "-n", f"osd.{number}", "--add-key", secret)
        made = ["--mkfs", "--osd-uuid", identity]
        self._run("ceph-osd", "--conf", str(self._conf), "-i", str(number), *made)

    def start(self, name: str, *more: str) -> None:
        """Start a daemon: mon.a, mgr.x or osd.N."""
        kind, _, identity = name.partition(".")
        log = self.folder / "log" / f"{name}.out"
        argv = [f"ceph-{kind}", "--conf", str(self._conf), "-i", identity, "-f", *more]
        self._daemons[name] = self._host.start_outside(argv, log=log)

    def daemon(self, name: str) -> Process:
        """Return the process of a daemon."""
        return self._daemons[name]

    def stop(self, name: str, number: signal.Signals = signal.SIGTERM) -> None:
        """Send a daemon a signal; one that is to end has ended when this returns."""
        process = self._daemons[name]
        process.signal(number)
        if number in ENDING:
            wait_until(lambda: not process.alive(), 10, f"{name} to end")

    def restart(self, name: str) -> None:
        """Start a daemon again, whatever state it is in."""
        end([self._daemons[name]])
        self.start(name)

    def tell(self, osd: int, *words: str) -> None:
        """Tell an OSD to behave differently until it is restarted."""
        self.ceph("tell", f"osd.{osd}", *words)

    def warns_of(self, code: str) -> bool:
        """Say whether a health check is raised."""
        return code in self.ask("health", "detail")["checks"]

    def has_manager(self) -> bool:
        """Say whether the monitors believe in a manager."""
        return bool(self.ask("status")["mgrmap"]["available"])

    def make_pool(self, name: str, *, application: str = "rbd", groups: int = 8) -> None:
        """Make a replicated pool."""
        self.ceph("osd", "pool", "create", name, str(groups))
        if application:
            self.ceph("osd", "pool", "application", "enable", name, application)
        self.wait_healthy()

    def remove_pool(self, name: str) -> None:
        """Remove a pool with all that is in it."""
        self.ceph("osd", "pool", "rm", name, name, "--yes-i-really-really-mean-it")

    def make_image(self, pool: str, name: str, *, mebibytes: int = 64) -> None:
        """Make an image with an ext4 filesystem."""
        raw = self.folder / f"{pool}-{name}.raw"
        self._run("truncate", "-s", f"{mebibytes}M", str(raw))
        self._run("mke2fs", "-q", "-F", "-t", "ext4", "-E", "lazy_itable_init=1", str(raw))
        self.import_image(pool, name, raw)
        Path(raw).unlink()

    def import_image(self, pool: str, name: str, raw: Path) -> None:
        """Make an image with the content of a file; its holes stay holes."""
        parts = ("--no-progress", "--object-size", "512K")  # so that every OSD has some of it
        argv = ("rbd", "--conf", str(self._conf), "import", *parts, str(raw), f"{pool}/{name}")
        self._run(*argv, seconds=300)

    def make_client(self, name: str, caps: Sequence[str]) -> str:
        """Make a client with these rights and its keyring, and return its key."""
        row = self.ask("auth", "get-or-create", f"client.{name}", *caps)[0]
        keyring = self.folder / "clients" / f"client.{name}.keyring"
        keyring.write_text(f"[client.{name}]\n\tkey = {row['key']}\n")
        return str(row["key"])

    def cgroup_of(self, osd: int) -> Path:
        """Return an OSD's own blkio cgroup, with the OSD in it."""
        top = cgroup.ROOT / "blkio" / self._host.cgroup_beside / f"osd{osd}"
        top.mkdir(exist_ok=True)
        (top / "cgroup.procs").write_text(str(self._daemons[f"osd.{osd}"].pid))
        return top


def _named(name: str, kinds: Sequence[str]) -> list[str]:
    caps = [word for kind in kinds for word in ("--cap", kind, "allow *")]
    return ["-n", name, *caps]
