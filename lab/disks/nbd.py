"""A disk on an NBD server: it can be made slow, broken or full while the guest runs."""

import os
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element, SubElement

from lab.deadline import wait_until
from lab.host import Host
from lab.process import Process, end, run

PLUGIN = Path(__file__).with_name("nbd_plugin.py")
Broken = Literal["read_eio", "write_eio", "write_enospc"]
BROKEN: tuple[Broken, ...] = ("read_eio", "write_eio", "write_enospc")


class NbdDisk:
    """An ext4 filesystem served by nbdkit over a unix socket."""

    kind = "network"
    format = "raw"

    def __init__(self, host: Host, name: str, *, mebibytes: int = 64) -> None:
        self._host = host
        self._folder = host.folder / "nbd" / name
        self._folder.mkdir(parents=True)
        self._server: Process | None = None
        image = self._folder / "image"
        run(["truncate", "-s", f"{mebibytes}M", str(image)])
        run(["mke2fs", "-q", "-F", "-t", "ext4", str(image)])
        self.set_delay(0)
        self._start()

    @property
    def server(self) -> Process:
        """The nbdkit process."""
        if self._server is None:
            raise RuntimeError("the NBD server is not running")
        return self._server

    def _start(self) -> None:
        pid_file = self._folder / "pid"
        filters = ["--filter=error"]
        switches = [
            "error-pread=EIO",
            "error-pread-rate=100%",
            f"error-pread-file={self._switch('read_eio')}",
            "error-pwrite=EIO",
            "error-pwrite-rate=100%",
            f"error-pwrite-file={self._switch('write_eio')}",
        ]
        files = [f"image={self._folder / 'image'}", f"delay={self._folder / 'delay'}"]
        listen = ["-U", str(self._folder / "socket"), "-P", str(pid_file)]
        run(["nbdkit", *listen, *filters, "python", str(PLUGIN), *files, *switches])
        wait_until(pid_file.exists, 10, "nbdkit to listen")
        self._server = self._host.ledger.add_process(int(pid_file.read_text()))

    def source(self) -> Element:
        """Return the <source> element."""
        source = Element("source", protocol="nbd")
        SubElement(source, "host", transport="unix", socket=str(self._folder / "socket"))
        return source

    def set_delay(self, milliseconds: float) -> None:
        """Let each read and write from now on take this much longer."""
        new = os.open(self._folder / "delay", os.O_WRONLY | os.O_CREAT)
        try:
            os.pwrite(new, f"{milliseconds:<16}".encode(), 0)  # one write: never seen half done
        finally:
            os.close(new)

    def _switch(self, how: Broken) -> Path:
        return self._folder / how

    def break_(self, how: Broken) -> None:
        """Let each request of a kind fail from now on."""
        self._switch(how).touch()

    def repair(self) -> None:
        """Let requests succeed again, at full speed."""
        self.set_delay(0)
        for how in BROKEN:
            self._switch(how).unlink(missing_ok=True)

    def close(self) -> None:
        """End the server."""
        if self._server is not None:
            end([self._server])
            self._server = None
