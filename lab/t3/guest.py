"""A guest of the T3 machine, and the ways in which the lab touches it."""

import re
import shlex
import time
from pathlib import Path

from lab.channel import Channel, Outcome
from lab.deadline import wait_until
from lab.domain import GuestSpec
from lab.guest import GuestCommandError
from lab.load import CPU, Load
from lab.t3.domain import channel_path, console_path
from lab.t3.load import DISK
from lab.t3.ssh import Ssh

BOOT_DEADLINE = 60


class T3Guest:
    """A running KVM guest."""

    def __init__(self, ssh: Ssh, folder: Path, spec: GuestSpec) -> None:
        self._ssh = ssh
        self._socket = folder / f"{spec.name}.channel"
        self.spec = spec
        self.name = spec.name
        self.channel = Channel(self._socket)

    def connect(self) -> None:
        """Bring its channel here, over the connection of today."""
        self.channel.close()
        self._ssh.forward(self._socket, channel_path(self.name))

    def wait_ready(self) -> float:
        """Wait until it does something for the lab and return the seconds that took."""
        seconds = wait_until(self._is_ready, BOOT_DEADLINE, f"{self.name} to boot", every=0.2)
        self.must("true")
        return seconds

    def _is_ready(self) -> bool:
        # Who knocks before the agent listens is never heard.
        return "LAB-READY" in self._ssh.run(["cat", console_path(self.name)], seconds=20)

    def restart(self) -> None:
        """Boot it again, in a new QEMU."""
        self.channel.close()
        self._ssh.run(["rm", "-f", console_path(self.name)], seconds=20)
        for verb in ("destroy", "start"):
            self._ssh.run(["virsh", "-q", verb, self.name], seconds=60)
        self.wait_ready()
        self.set_clock()

    def sh(self, command: str, *, seconds: float = 30) -> Outcome:
        """Run a shell command in the guest through the lab's channel."""
        return self.channel.sh(command, seconds)

    def must(self, command: str, *, seconds: float = 30) -> str:
        """Run a shell command that has to succeed and return what it printed."""
        status, out = self.sh(command, seconds=seconds)
        if status:
            raise GuestCommandError(f"{self.name}: {command!r} ended with {status}: {out.strip()}")
        return out

    def set_clock(self) -> None:
        """Set its clock by the lab's."""
        self.must(f"date -s @{time.time():.0f}")

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

    @property
    def pid(self) -> int:
        """Its QEMU's process on the machine."""
        return int(self._ssh.run(f"cat /run/libvirt/qemu/{self.name}.pid", seconds=20))

    @property
    def scope(self) -> str:
        """The folder of its cgroup on the machine."""
        path = self._ssh.run(f"cat /proc/{self.pid}/cgroup", seconds=20)
        found = re.match(r"0::(/.*\.scope)(/|$)", path)
        if found is None:
            raise RuntimeError(f"{self.name} is in no scope: {path}")
        return f"/sys/fs/cgroup{found.group(1)}"
