"""A disk on an NBD server: it can be made slow, broken or full while the guest runs."""

import errno
import os
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from lab.host import Host
from lab.process import Process, end, pid_in, run

PORT = 10809
PLUGIN = Path(__file__).with_name("nbd_plugin.py")


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with the server."""

    delay: float = 0
    """Milliseconds per read or write."""
    failing_reads: float = 0
    """Share of the reads."""
    failing_writes: float = 0
    error: int = errno.EIO
    service: float = 0
    """Milliseconds per read or write in which no other one is served: requests queue."""


HEALTHY = Faults()


class NbdDisk:
    """An ext4 filesystem served by nbdkit over a unix socket."""

    kind = "network"
    format = "raw"

    def __init__(
        self, host: Host, name: str, *, mebibytes: int = 64, outside: bool = False
    ) -> None:
        """Serve a new filesystem: by a socket, or by TCP from the network outside of the host."""
        self._host = host
        self._outside = outside
        self._folder = host.folder / "nbd" / name
        self._folder.mkdir(parents=True)
        image = self._folder / "image"
        run(["truncate", "-s", f"{mebibytes}M", str(image)])
        run(["mke2fs", "-q", "-F", "-t", "ext4", str(image)])
        self.set(HEALTHY)
        self.server: Process = self._start()

    @property
    def socket(self) -> Path:
        """Where it listens, unless it serves by TCP."""
        return self._folder / "socket"

    def _start(self) -> Process:
        pid_file = self._folder / "pid"
        files = [f"{name}={self._folder / name}" for name in ("image", "faults")]
        pid_file.unlink(missing_ok=True)
        serve = ["nbdkit", *self._listen(), "-P", str(pid_file), "python", str(PLUGIN), *files]
        enter = ["ip", "netns", "exec", self._host.network.outer] if self._outside else []
        run(self._host.beside([*enter, *serve]))
        return self._host.ledger.add_process(pid_in(pid_file))

    def _listen(self) -> list[str]:
        if self._outside:
            return ["-i", self._host.network.outside_address, "-p", str(PORT)]
        return ["-U", str(self.socket)]

    def source(self) -> Element:
        """Return the <source> element."""
        source = Element("source", protocol="nbd", name="disk")
        if self._outside:
            address = self._host.network.outside_address
            SubElement(source, "host", name=address, port=str(PORT))
        else:
            SubElement(source, "host", transport="unix", socket=str(self.socket))
        return source

    def set(self, faults: Faults) -> None:
        """Let each request from now on meet these faults and no others."""
        shares = f"{faults.failing_reads:g} {faults.failing_writes:g}"
        line = f"{faults.delay:g} {shares} {faults.error} {faults.service:g}"
        file = os.open(self._folder / "faults", os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.pwrite(file, f"{line:<99}\n".encode(), 0)  # one write: never seen half done
        finally:
            os.close(file)

    def restart(self) -> None:
        """Start the server again, if it has ended."""
        if not self.server.alive():
            self.server = self._start()

    def close(self) -> None:
        """End the server."""
        end([self.server])
