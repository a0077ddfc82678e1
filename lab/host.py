"""One libvirt host on this machine, in namespaces of its own."""

import os
import shutil
import subprocess
import uuid
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from lab import cgroup
from lab.deadline import wait_until
from lab.images.cache import folder
from lab.ledger import Ledger, ledger_of
from lab.network import Network
from lab.process import Process, end, pid_in, run
from lab.removal import remove_remains
from lab.signals import end_in_order_on_sigterm, undisturbed

SETUP = Path(__file__).with_name("host_setup.sh")
FIRST_CPU = str(min(os.sched_getaffinity(0)))
LAST_CPU = str(max(os.sched_getaffinity(0)))
ALL_CPUS = ",".join(map(str, os.sched_getaffinity(0)))
LONGEST_NAME = 12  # Linux allows 15 letters in the name of an interface, "br-" takes 3
MOUNT_POINTS = ("/etc/libvirt", "/var/lib/libvirt", "/var/log/libvirt", "/var/cache/libvirt")
QEMU_CONF = """\
security_driver = "none"
user = "root"
group = "root"
dynamic_ownership = 0
remember_owner = 0
namespaces = [ ]
stdio_handler = "file"
max_core = 0
hugetlbfs_mount = [ "/run/libvirt/hugepages" ]
"""
QEMU_USER = "libvirt-qemu:x:64055:64055::/nonexistent:/usr/sbin/nologin"
QEMU_GROUP = "libvirt-qemu:x:64055:"
LIBVIRTD_CONF = """\
host_uuid = "{uuid}"
listen_tls = 0
listen_tcp = 1
listen_addr = "{address}"
auth_tcp = "none"
auth_unix_ro = "none"
auth_unix_rw = "none"
unix_sock_group = "root"
unix_sock_ro_perms = "0777"
unix_sock_rw_perms = "0700"
log_outputs = "3:file:/var/log/libvirt/libvirtd.log"
"""


class Host:
    """A libvirt host: context manager; at its end nothing of it is left."""

    def __init__(self, name: str, folder: Path) -> None:
        if len(name) > LONGEST_NAME:
            raise ValueError(f"{name}: its bridge needs a name of up to {LONGEST_NAME} letters")
        self.name = name
        self.folder = folder.absolute()
        self.network = Network(name)
        self.cgroup = f"lab-{name}"
        self.cgroup_beside = f"lab-{name}-outside"
        self._ledger: Ledger | None = None
        self._anchor: Process | None = None
        self._daemon: Process | None = None
        self.at_end = ExitStack()
        """What has to be closed in this process when all of the host has been removed."""

    @classmethod
    def attach(cls, ledger: Ledger) -> Self:
        """Return a running host that another process has made and will remove."""
        host = cls(ledger.name, Path(ledger.folders[0]))
        host._anchor = ledger.processes[0]
        return host

    @property
    def ledger(self) -> Ledger:
        """What this host has made so far."""
        if self._ledger is None:
            raise RuntimeError(f"host {self.name} is not up")
        return self._ledger

    @property
    def anchor(self) -> Process:
        """The process that keeps the host's namespaces."""
        if self._anchor is None:
            raise RuntimeError(f"host {self.name} is not up")
        return self._anchor

    @property
    def daemon(self) -> Process | None:
        """Its libvirtd, or None while that is stopped."""
        return self._daemon

    @property
    def run_folder(self) -> Path:
        """What the host sees as /run/libvirt."""
        return self.folder / "run"

    @property
    def uri(self) -> str:
        """The libvirt URI that works from outside of its namespaces."""
        return f"qemu+unix:///system?socket={self.run_folder}/libvirt-sock"

    def inside(self, argv: Sequence[str]) -> list[str]:
        """Return the arguments which run a program in the host's namespaces and cgroup."""
        enter = ["nsenter", "-t", str(self.anchor.pid), "-m", "-u", "-n", "-C"]
        return cgroup.entering(self.cgroup, [*enter, *argv])

    def beside(self, argv: Sequence[str]) -> list[str]:
        """Return the arguments which run a program that is not on the host, but ends with it."""
        return cgroup.entering(self.cgroup_beside, argv)

    def run(self, argv: Sequence[str], *, seconds: float = 60) -> str:
        """Run a program in the host's namespaces and return what it printed."""
        return run(self.inside(argv), seconds=seconds)

    def virsh(self, *arguments: str, seconds: float = 60) -> str:
        """Run virsh on the host."""
        return self.run(["virsh", "-q", "-c", "qemu:///system", *arguments], seconds=seconds)

    def domains(self) -> tuple[str, ...]:
        """Return the names of the running domains."""
        return tuple(self.virsh("list", "--name").split())

    def run_outside(self, argv: Sequence[str], *, seconds: float = 60) -> str:
        """Run a program in the network outside of the host."""
        return run(["ip", "netns", "exec", self.network.outer, *argv], seconds=seconds)

    def start_outside(self, argv: Sequence[str], *, log: Path | None = None) -> Process:
        """Start a program in the network outside; it ends with the host."""
        with log.open("ab") if log else nullcontext() as output:
            started = subprocess.Popen(
                self.beside(["ip", "netns", "exec", self.network.outer, *argv]),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self.at_end.callback(started.wait)
        return self.ledger.add_process(started.pid)

    def start_daemon(self) -> Process:
        """Start libvirtd; guests of an earlier one are found again."""
        pid_file = self.run_folder / "libvirtd.pid"
        sockets = ("libvirt-sock", "libvirt-sock-ro")
        for stale in (pid_file, *(self.run_folder / name for name in sockets)):
            stale.unlink(missing_ok=True)
        # On the same CPU each time: libvirt asks QEMU anew, for 7 s, if CPUID says something else
        # than last time, and on virtual machines each CPU has its own.
        argv = ["libvirtd", "-l", "-d", "-p", "/run/libvirt/libvirtd.pid"]
        self.run(["taskset", "-c", FIRST_CPU, *argv])
        ready = [pid_file, *(self.run_folder / name for name in sockets)]
        wait_until(lambda: all(path.exists() for path in ready), 20, "libvirtd to listen")
        self._daemon = self.ledger.add_process(pid_in(pid_file))
        self.virsh("version")
        for thread in Path(f"/proc/{self._daemon.pid}/task").iterdir():
            with suppress(ProcessLookupError):  # it has done its work
                os.sched_setaffinity(int(thread.name), os.sched_getaffinity(0))
        return self._daemon

    def stop_daemon(self) -> None:
        """Stop libvirtd; the guests go on."""
        if self._daemon is not None:
            end([self._daemon])
            self._daemon = None

    def _make_folders(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree("/etc/libvirt", self.folder / "etc")
        for name in ("lib/qemu", "log/qemu", "run/hugepages"):
            (self.folder / name).mkdir(parents=True)
        for mount_point in (*MOUNT_POINTS, "/run/libvirt"):
            Path(mount_point).mkdir(parents=True, exist_ok=True)
        # What libvirt finds out about QEMU takes it 7 s: kept for all hosts (it checks its age).
        found_out = folder() / "libvirt"
        found_out.mkdir(exist_ok=True)
        (self.folder / "cache").symlink_to(found_out)
        identity = uuid.uuid5(uuid.NAMESPACE_DNS, f"{self.name}.lab.downstack")
        address = self.network.host_address
        (self.folder / "etc/libvirtd.conf").write_text(
            LIBVIRTD_CONF.format(uuid=identity, address=address)
        )
        (self.folder / "etc/qemu.conf").write_text(QEMU_CONF)
        # Without its own name in /etc/hosts some libvirt calls take 9 s.
        (self.folder / "hosts").write_text(f"127.0.0.1 localhost\n{address} {self.cgroup}\n")
        self._make_accounts()

    def _make_accounts(self) -> None:
        """Let libvirtd know the accounts that it was compiled for; no guest runs under them."""
        for name, line in (("passwd", QEMU_USER), ("group", QEMU_GROUP)):
            text = Path("/etc", name).read_text()
            known = f"\n{line.partition(':')[0]}:" in text
            (self.folder / name).write_text(text if known else f"{text.rstrip()}\n{line}\n")

    def _start_anchor(self) -> Process:
        namespace = f"--net=/run/netns/{self.network.inner}"
        unshare = ["unshare", "-m", "-u", "-C", "--propagation", "private"]
        setup = ["sh", str(SETUP), str(self.folder), self.cgroup, *cgroup.CONTROLLERS]
        started = subprocess.Popen(
            cgroup.entering(self.cgroup, ["nsenter", namespace, *unshare, *setup]),
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the lab, which then ends it in order
        )
        self.at_end.callback(started.wait)
        anchor = self.ledger.add_process(started.pid)
        wait_until(
            lambda: (self.folder / "anchored").exists() or started.poll() is not None,
            20,
            "the host's namespaces",
        )
        if started.returncode is not None:
            raise RuntimeError(f"host {self.name}: its namespaces could not be made")
        return anchor

    def __enter__(self) -> Self:
        if ledger_of(self.name).exists():
            raise FileExistsError(f"a lab host named {self.name} exists: `lab clean` or a new name")
        self._ledger = Ledger.new(self.name)
        end_in_order_on_sigterm()
        try:
            self.ledger.folders.append(str(self.folder))
            self.ledger.netns.extend([self.network.inner, self.network.outer])
            self.ledger.cgroups.extend([self.cgroup, self.cgroup_beside])
            self.ledger.save()
            self._make_folders()
            self.network.create()
            for name in self.ledger.cgroups:
                cgroup.create(name)
            self._anchor = self._start_anchor()
            self.start_daemon()
        except BaseException:
            self.close()
            raise
        return self

    def close(self) -> None:
        """End every process of the host and remove all that it made."""
        if self._ledger is not None:
            with undisturbed():
                remove_remains(self._ledger)
                self.at_end.close()
            self._ledger = None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
