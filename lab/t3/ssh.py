"""The way into the T3 machine: the ssh program, with one connection that all commands share."""

import shlex
import stat
import subprocess
from collections.abc import Sequence
from pathlib import Path

from lab.deadline import wait_until
from lab.images.t3 import Base
from lab.process import Process, ProgramError, end, run

ALIAS = "kvm1"
CONFIG_NAME = "ssh_config"
LATEST = 120  # seconds until SSH answers: it may still boot
CONFIG = """\
Host *
  User root
  IdentityFile {key}
  IdentitiesOnly yes
  UserKnownHostsFile {folder}/known_hosts
  GlobalKnownHostsFile /dev/null
  HostKeyAlias {alias}
  StrictHostKeyChecking yes
  StreamLocalBindUnlink yes
  ControlMaster auto
  ControlPath {folder}/shared-%C
  ControlPersist 60
  LogLevel ERROR
Host {alias}
  HostName 127.0.0.1
  Port {port}
"""


class Ssh:
    """Commands on a machine that is reached by a port of 127.0.0.1."""

    def __init__(self, base: Base, folder: Path, port: int) -> None:
        self._port = port
        self.config = folder / CONFIG_NAME
        """For others who want in: ssh -F CONFIG kvm1."""
        self.programs = folder / "bin"
        """In front of PATH, it makes each `ssh` use that configuration."""
        self._master: subprocess.Popen[bytes] | None = None
        self._socket = folder / "ssh"
        self.config.write_text(CONFIG.format(key=base.key, folder=folder, port=port, alias=ALIAS))
        (folder / "known_hosts").write_text(f"{ALIAS} {base.host_key}\n")
        self.programs.mkdir(exist_ok=True)
        wrapper = self.programs / "ssh"
        wrapper.write_text(
            f'#!/bin/sh\nexec /usr/bin/ssh -F {shlex.quote(str(self.config))} "$@"\n'
        )
        wrapper.chmod(wrapper.stat().st_mode | stat.S_IXUSR)

    @property
    def url(self) -> str:
        """The URL of the machine, for whoever has `programs` in front of PATH."""
        return f"ssh://root@127.0.0.1:{self._port}"

    def _argv(self, *options: str) -> list[str]:
        return ["ssh", "-F", str(self.config), "-S", str(self._socket), *options, ALIAS]

    def open(self) -> Process:
        """Connect, as soon as the machine answers."""
        self._socket.unlink(missing_ok=True)
        wait_until(self._connected, LATEST, f"SSH to {self.url}", every=0.1)
        if self._master is None:
            raise RuntimeError("no connection")
        return Process.of(self._master.pid)

    def _connected(self) -> bool:
        if self._master is None or self._master.poll() is not None:
            options = ["-M", "-N", "-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=30"]
            self._master = subprocess.Popen(
                self._argv(*options),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        return self._socket.exists()

    def close(self) -> None:
        """Hang up; the machine itself notices nothing."""
        if self._master is not None:
            process = Process.find(self._master.pid)
            if process is not None:
                end([process])
            self._master.wait()
            self._master = None

    def run(self, what: str | Sequence[str], *, stdin: str | None = None, seconds: float) -> str:
        """Run shell text or a program there and return what it printed."""
        command = what if isinstance(what, str) else shlex.join(what)
        try:
            return run([*self._argv(), command], stdin=stdin or "", seconds=seconds)
        except ProgramError as error:
            text = str(error)
            raise ProgramError(
                f"on {ALIAS}: {text.removeprefix(shlex.join(self._argv()))}"
            ) from None

    def put(self, source: Path, target: str, *, seconds: float) -> None:
        """Copy a file there."""
        command = f"cat > {shlex.quote(target)}"
        with source.open("rb") as file:
            subprocess.run([*self._argv(), command], stdin=file, check=True, timeout=seconds)

    def forward(self, local: Path, remote: str) -> None:
        """Let the socket `local` here be the socket `remote` there."""
        run(self._argv("-O", "forward", "-L", f"{local}:{remote}"))
