"""A disk on an NBD server: it can be made slow, broken or full while the guest runs."""

import errno
import os
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement

from lab.host import Host
from lab.process import Process, end, pid_in, run

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

    def __init__(self, host: Host, name: str, *, mebibytes: int = 64) -> None:
        self._host = host
        self._folder = host.folder / "nbd" / name
        self._folder.mkdir(parents=True)
        image = self._folder / "image"
        run(["truncate", "-s", f"{mebibytes}M", str(image)])
        run(["mke2fs", "-q", "-F", "-t", "ext4", str(image)])
        self.set(HEALTHY)
        self.server: Process = self._start()

    def _start(self) -> Process:
        pid_file = self._folder / "pid"
        files = [f"{name}={self._folder / name}" for name in ("image", "faults")]
        listen = ["-U", str(self._folder / "socket"), "-P", str(pid_file)]
        run(self._host.beside(["nbdkit", *listen, "python", str(PLUGIN), *files]))
        return self._host.ledger.add_process(pid_in(pid_file))

    def source(self) -> Element:
        """Return the <source> element."""
        source = Element("source", protocol="nbd", name="disk")
        SubElement(source, "host", transport="unix", socket=str(self._folder / "socket"))
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

    def close(self) -> None:
        """End the server."""
        end([self.server])
