"""The T3 host: a Debian machine with libvirt and real KVM guests, from its saved state."""

import os
import secrets
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from lab.lease import lease
from lab.t3.domain import SPECS
from lab.t3.guest import T3Guest
from lab.t3.machine import CPUS, Disks, Machine
from lab.t3.saved import saved
from lab.t3.ssh import Ssh

PREFIX = "t3-"


class T3Host:
    """A running T3 host: context manager; at its end nothing of it is left."""

    def __init__(self, name: str | None = None) -> None:
        self.name = name or f"{PREFIX}{secrets.token_hex(3)}"
        self.folder = Path(tempfile.gettempdir()) / f"lab-{self.name}"
        self._at_end = ExitStack()
        self._disks = Disks(self.folder)
        self._machine: Machine | None = None
        self._ssh: Ssh | None = None
        self.guests: tuple[T3Guest, ...] = ()

    @property
    def ssh(self) -> Ssh:
        """The way in."""
        if self._ssh is None:
            raise RuntimeError(f"host {self.name} is not up")
        return self._ssh

    @property
    def ssh_url(self) -> str:
        """What `downstack --host` takes, in this host's environment()."""
        return self.ssh.url

    @property
    def machine(self) -> Machine:
        """The QEMU that plays it."""
        if self._machine is None:
            raise RuntimeError(f"host {self.name} is not up")
        return self._machine

    def environment(self) -> dict[str, str]:
        """Return an environment in which `ssh $T3_URL` comes in, and so does whoever uses ssh."""
        path = f"{self.ssh.programs}:{os.environ.get('PATH', os.defpath)}"
        return {**os.environ, "PATH": path, "T3_URL": self.ssh.url}

    def guest(self, name: str) -> T3Guest:
        """Return one of its guests: db1, db2 or db3."""
        for guest in self.guests:
            if guest.name == name:
                return guest
        raise LookupError(f"no guest {name!r}; there are: {[guest.name for guest in self.guests]}")

    def run(
        self, what: str | Sequence[str], *, stdin: str | None = None, seconds: float = 60
    ) -> str:
        """Run shell text or a program on the host and return what it printed."""
        return self.ssh.run(what, stdin=stdin, seconds=seconds)

    def virsh(self, *arguments: str, seconds: float = 60) -> str:
        """Run virsh on the host."""
        return self.run(["virsh", "-q", "-c", "qemu:///system", *arguments], seconds=seconds)

    def domains(self) -> tuple[str, ...]:
        """Return the names of the running domains."""
        return tuple(self.virsh("list", "--name").split())

    def run_outside(self, argv: Sequence[str], *, seconds: float = 60) -> str:
        """Run a program in the network outside of the host."""
        return self.run(["ip", "netns", "exec", "outside", *argv], seconds=seconds)

    def bring_all_cpus_online(self) -> None:
        """Let it use the second CPU, on a NUMA node of its own, until reset()."""
        for cpu in range(1, CPUS):
            self.run(f"echo 1 > /sys/devices/system/cpu/cpu{cpu}/online")

    def start(self, unit: str, command: str) -> None:
        """Start a shell command as a service, until stop()."""
        self.run(["systemd-run", "--quiet", "--collect", f"--unit={unit}", "sh", "-c", command])

    def stop(self, unit: str) -> None:
        """Stop a service, if it runs."""
        self.run(f"systemctl stop {unit} 2>/dev/null || true")

    def reset(self) -> None:
        """Go back to the saved state: every guest idle and healthy, nothing injected.

        A new QEMU each time: it is a second slower than to load the state into the old one, which
        does not come back from that if it is busy enough.
        """
        self._disconnect()
        self.machine.stop()
        self._disks.copy(saved().disks)
        self.machine.start(saved=True)
        self._connect()

    def _disconnect(self) -> None:
        for guest in self.guests:
            guest.channel.close()
        self.ssh.close()

    def _connect(self) -> None:
        self.ssh.open()
        self.run(f"date -s @{time.time():.2f} >/dev/null")
        for guest in self.guests:
            guest.connect()
            guest.set_clock()

    def __enter__(self) -> Self:
        found = saved()
        with ExitStack() as stack:
            ledger = stack.enter_context(lease(self.name))
            ledger.folders.append(str(self.folder))
            ledger.save()
            self.folder.mkdir()
            self._disks.copy(found.disks)
            self._machine = Machine(found.base, self._disks, ledger)
            stack.callback(self._machine.stop)
            self._machine.start(saved=True)
            self._ssh = Ssh(found.base, self.folder, self._machine.port)
            self.guests = tuple(T3Guest(self._ssh, self.folder, spec) for spec in SPECS)
            stack.callback(self._disconnect)
            self._connect()
            self._at_end = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._at_end.close()
