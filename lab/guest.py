"""A running guest, and the ways in which the lab touches it."""

import re
import shlex
from pathlib import Path

from lab.channel import Channel, GuestSilentError, Outcome
from lab.deadline import wait_until
from lab.domain import GuestSpec, Place, domain_xml, identity
from lab.failure import LabError
from lab.host import Host
from lab.images.tiny import image
from lab.load import CPU, DISK, Load
from lab.process import Process, end, pid_in, run

BOOT_DEADLINE = 120
READY = re.compile(rb"LAB-READY (\d+\.\d+)")


class GuestCommandError(LabError):
    """A command in the guest ended with an error."""


class Guest:
    """A guest on a host."""

    def __init__(self, host: Host, spec: GuestSpec) -> None:
        self.host = host
        self.spec = spec
        self.name = spec.name
        folder = host.folder / "guests"
        folder.mkdir(exist_ok=True)
        self._place = Place(
            bridge=host.network.bridge,
            console=folder / f"{self.name}.console",
            channel=folder / f"{self.name}.channel",
            host=host.name,
        )
        self.channel = Channel(self._place.channel)
        host.at_end.callback(self.channel.close)
        self._process: Process | None = None

    @property
    def uuid(self) -> str:
        """The UUID of its domain."""
        return identity(self.name, self._place.host)

    @property
    def console(self) -> str:
        """What the guest wrote to its serial console."""
        return self._place.console.read_text(errors="replace")

    @property
    def process(self) -> Process:
        """Its QEMU."""
        if self._process is None:
            raise RuntimeError(f"guest {self.name} was not started")
        return self._process

    def start(self) -> None:
        """Create the domain; do not wait for its boot."""
        self._place.console.unlink(missing_ok=True)
        xml = self.host.folder / "guests" / f"{self.name}.xml"
        xml.write_text(domain_xml(self.spec, image(), self._place))
        self.host.virsh("create", str(xml))
        pid_file = self.host.run_folder / "qemu" / f"{self.name}.pid"
        self._process = self.host.ledger.add_process(pid_in(pid_file))

    def keep(self) -> None:
        """Let libvirt keep its definition when it ends."""
        self.host.virsh("define", str(self.host.folder / "guests" / f"{self.name}.xml"))

    def wait_ready(self) -> float:
        """Wait for the end of its boot and return its uptime then."""
        wait_until(self._is_ready, BOOT_DEADLINE, f"{self.name} to boot")
        found = READY.search(self._place.console.read_bytes())
        if found is None:
            raise RuntimeError(f"{self.name}: its console was cut")
        return float(found.group(1))

    def _is_ready(self) -> bool:
        if not self.process.alive():
            log = self.host.folder / "log/qemu" / f"{self.name}.log"
            raise RuntimeError(f"{self.name}: QEMU ended, see its log: {log.read_text()[-500:]}")
        if not READY.search(self._place.console.read_bytes()):
            return False
        try:
            return self.sh("true", seconds=5).status == 0
        except GuestSilentError:
            return False

    def sh(self, command: str, *, seconds: float = 30) -> Outcome:
        """Run a shell command in the guest through the lab's channel."""
        return self.channel.sh(command, seconds)

    def must(self, command: str, *, seconds: float = 30) -> str:
        """Run a shell command that has to succeed and return what it printed."""
        status, out = self.sh(command, seconds=seconds)
        if status:
            raise GuestCommandError(f"{self.name}: {command!r} ended with {status}: {out.strip()}")
        return out

    def start_load(self, load: Load, *, workers: int = 1) -> None:
        """Let the guest work until stop_loads()."""
        self.must(load.preparation, seconds=60)
        script = shlex.quote(load.script)
        one = f"setsid sh -c {script} </dev/null >/dev/null 2>&1 & echo $! >> /run/loads"
        self.must("; ".join([one] * workers))

    def start_disk_load(self) -> None:
        """Read and write /data past the guest's cache."""
        self.start_load(DISK)

    def start_cpu_load(self, workers: int = 1) -> None:
        """Keep `workers` vCPUs busy."""
        self.start_load(CPU, workers=workers)

    def stop_loads(self) -> None:
        """Stop all loads."""
        self.must(
            "for p in $(cat /run/loads 2>/dev/null); do kill -9 -- -$p; done; rm -f /run/loads"
        )

    def vcpu_threads(self) -> tuple[int, ...]:
        """Return the thread ids of the vCPUs, in order."""
        found: dict[int, int] = {}
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            name = re.match(r"CPU (\d+)/", (task / "comm").read_text())
            if name:
                found[int(name.group(1))] = int(task.name)
        return tuple(found[number] for number in sorted(found))

    def pin(self, cpus: str) -> None:
        """Bind all vCPU threads to these CPUs, behind libvirt's back."""
        for thread in self.vcpu_threads():
            run(["taskset", "-pc", cpus, str(thread)])

    def restart(self) -> None:
        """End its QEMU, whatever state that is in, and boot again."""
        self.destroy()
        wait_until(lambda: self.name not in self.host.domains(), 20, "libvirt to see its end")
        self.start()
        self.wait_ready()

    def destroy(self) -> None:
        """End its QEMU."""
        self.channel.close()
        if self._process is not None:
            end([self._process])
            self._process = None
