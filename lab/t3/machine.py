"""The machine that plays the KVM host: one QEMU under TCG, with emulated SVM."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lab.deadline import wait_until
from lab.images.t3 import Base
from lab.ledger import Ledger
from lab.monitor import Monitor
from lab.process import Process, run

CPUS = 2
NODES = 2
MEMORY = 2048  # MiB
DATA_SIZE = "512M"
TRANSLATION_CACHE = 512  # MiB
SNAPSHOT = "ready"
NUMA_DISTANCE = 21
# Under emulated SVM a guest now and then stops the host if it has two CPUs (docs/decisions/0006):
# the second one stays offline until an experiment asks for it.
COMMAND_LINE = (
    "root=/dev/vda rw console=ttyS0 quiet intel_iommu=on net.ifnames=0 tsc=reliable maxcpus=1"
)


@dataclass(frozen=True, slots=True)
class Disks:
    """The two disks of a machine: its system, and what its guests store on."""

    folder: Path

    @property
    def system(self) -> Path:
        """Debian; the saved state is in it too."""
        return self.folder / "system.qcow2"

    @property
    def data(self) -> Path:
        """The block device under the guests' disks."""
        return self.folder / "data.qcow2"

    def create(self, base: Base) -> None:
        """Make them new."""
        backing = ["-F", "raw", "-b", str(base.disk)]
        run(["qemu-img", "create", "-q", "-f", "qcow2", *backing, str(self.system)])
        run(["qemu-img", "create", "-q", "-f", "qcow2", str(self.data), DATA_SIZE])

    def copy(self, saved: "Disks") -> None:
        """Make them a copy, with its saved state."""
        for source, target in ((saved.system, self.system), (saved.data, self.data)):
            run(["cp", "--sparse=always", "--reflink=auto", str(source), str(target)])


def _processor() -> list[str]:
    argv = ["-machine", "q35", "-accel", f"tcg,thread=multi,tb-size={TRANSLATION_CACHE}"]
    # Without the hypervisor bit it takes itself for hardware, as a KVM host should.
    argv += ["-cpu", "qemu64,+svm,+npt,-hypervisor"]
    argv += ["-smp", f"{CPUS},sockets={NODES},cores={CPUS // NODES}", "-m", str(MEMORY)]
    for node in range(NODES):
        first = node * CPUS // NODES
        last = first + CPUS // NODES - 1
        memory = f"memory-backend-ram,id=memory{node},size={MEMORY // NODES}M"
        argv += ["-object", memory]
        argv += ["-numa", f"node,nodeid={node},cpus={first}-{last},memdev=memory{node}"]
    argv += ["-numa", f"dist,src=0,dst=1,val={NUMA_DISTANCE}"]
    argv += ["-smbios", "type=1,manufacturer=downstack,product=T3"]
    return argv


def _devices(disks: Disks) -> list[str]:
    argv = ["-nodefaults", "-display", "none"]
    argv += ["-device", "intel-iommu,intremap=on,caching-mode=on"]
    for name, path in (("system", disks.system), ("data", disks.data)):
        # Nothing waits for this machine's disk: what is slow in there, the lab has made slow.
        file = f"file={path},format=qcow2,cache=unsafe,discard=unmap"
        argv += ["-drive", f"if=none,id={name},{file}"]
        argv += ["-device", f"virtio-blk-pci,drive={name},serial={name}"]
    argv += ["-netdev", "user,id=uplink,restrict=on"]
    argv += ["-device", "virtio-net-pci,netdev=uplink,mac=52:54:00:00:00:01"]
    argv += ["-device", "virtio-rng-pci", "-device", "virtio-balloon-pci"]
    return argv


def hardware(disks: Disks) -> list[str]:
    """Return QEMU's arguments as far as a saved state depends on them."""
    return [*_processor(), *_devices(disks), "-append", COMMAND_LINE]


class Machine:
    """A running machine; it ends with its ledger's lab."""

    def __init__(self, base: Base, disks: Disks, ledger: Ledger) -> None:
        self._base = base
        self._disks = disks
        self._ledger = ledger
        self._monitor: Monitor | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self.process: Process | None = None
        self.port = 0

    @property
    def monitor(self) -> Monitor:
        """Its monitor."""
        if self._monitor is None:
            raise RuntimeError("the T3 machine does not run")
        return self._monitor

    @property
    def console(self) -> Path:
        """What it writes to its serial console."""
        return self._disks.folder / "console"

    def _argv(self) -> list[str]:
        folder = self._disks.folder
        boot = ["-kernel", str(self._base.kernel), "-initrd", str(self._base.initrd)]
        return [
            "qemu-system-x86_64",
            *("-name", f"lab-t3-{self._ledger.name},debug-threads=on"),
            *hardware(self._disks),
            *boot,
            *("-serial", f"file:{self.console}"),
            *("-qmp", f"unix:{folder}/monitor,server=on,wait=off"),
        ]

    def start(self, *, saved: bool) -> None:
        """Boot it, or let it go on from its saved state."""
        argv = [*self._argv(), *(["-loadvm", SNAPSHOT] if saved else [])]
        socket = self._disks.folder / "monitor"
        socket.unlink(missing_ok=True)
        with (self._disks.folder / "qemu.log").open("wb") as log:
            started = subprocess.Popen(
                argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self._child = started
        self.process = self._ledger.add_process(started.pid)
        wait_until(lambda: socket.exists() or started.poll() is not None, 30, "the T3 machine")
        if started.returncode is not None:
            raise RuntimeError(f"QEMU ended: {(self._disks.folder / 'qemu.log').read_text()}")
        self._monitor = Monitor(socket)
        self.port = self._open_port()

    def _open_port(self) -> int:
        """Let SSH in by a port of 127.0.0.1: the same as before, at first one that is free."""
        self.monitor.human(f"hostfwd_add tcp:127.0.0.1:{self.port}-:22")
        found = re.search(
            r"TCP\[HOST_FORWARD\]\s+\d+\s+127\.0\.0\.1\s+(\d+)", self.monitor.human("info usernet")
        )
        if found is None:
            raise RuntimeError("QEMU has opened no port")
        return int(found.group(1))

    def save(self) -> None:
        """Save its state in its disk."""
        self._give_back_free_memory()
        self.monitor.must(f"savevm {SNAPSHOT}")

    def _give_back_free_memory(self) -> None:
        """Let the balloon take what is free, for a moment: saved, it would be a gigabyte."""
        whole = MEMORY * 2**20
        for wanted in (whole // 2, whole):
            self.monitor.ask("balloon", value=wanted)
            wait_until(lambda: self._balloon() == wanted, 60, "the balloon")  # noqa: B023

    def _balloon(self) -> int:
        return int(self.monitor.ask("query-balloon")["actual"])

    def stop(self) -> None:
        """End QEMU at once: there is nothing to keep."""
        if self._monitor is not None:
            self._monitor.close()
            self._monitor = None
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            self._child = None
