"""A disk on a loop device of the host, whose file may lie on a small or on a slow filesystem."""

from pathlib import Path
from xml.etree.ElementTree import Element

from lab.deadline import wait_until
from lab.disks.nbd import NbdDisk
from lab.host import Host
from lab.process import Process


class LoopDisk:
    """An ext4 filesystem on a loop device; the device ends when nobody has it open any more."""

    kind = "block"
    format = "raw"

    def __init__(self, host: Host, file: Path) -> None:
        self._host = host
        host.run(["mke2fs", "-q", "-F", "-t", "ext4", "-E", "lazy_itable_init=1", str(file)])
        attach = ["losetup", "--find", "--show", "--direct-io=on", str(file)]
        self.device = host.run(attach).strip()

    def source(self) -> Element:
        """Return the <source> element."""
        return Element("source", dev=self.device)

    def end_with_its_users(self) -> None:
        """Let the kernel detach the device when the last of its users has closed it."""
        self._host.run(["losetup", "--detach", self.device])


def sparse_file(host: Host, name: str, *, mebibytes: int, room: int) -> Path:
    """Return a new file without a block, on a filesystem with less room than it promises."""
    folder = host.folder / "images" / f"{name}.loop"
    folder.mkdir(parents=True)
    host.run(["mount", "-t", "tmpfs", "-o", f"size={room}m", "tmpfs", str(folder)])
    file = folder / "disk.img"
    host.run(["truncate", "-s", f"{mebibytes}M", str(file)])
    return file


class SlowFile:
    """A file of the host whose requests are served one by one, each in its time (FUSE)."""

    def __init__(self, host: Host, name: str) -> None:
        self.store = NbdDisk(host, f"{name}-store")
        self.path = host.folder / "images" / f"{name}.fuse"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch()
        self._host = host
        self._server = self._serve()

    def _serve(self) -> Process:
        pid_file = self._host.folder / f"{self.path.name}.pid"
        socket = self.store.socket
        nbd = f"nbd,node-name=store,server.type=unix,server.path={socket},export=disk"
        fuse = f"fuse,id=file,node-name=store,mountpoint={self.path},writable=on"
        daemon = ["--daemonize", "--pidfile", str(pid_file)]
        serve = ["qemu-storage-daemon", "--blockdev", nbd, "--export", fuse, *daemon]
        self._host.run(serve)
        wait_until(pid_file.exists, 10, "the file that is served by FUSE")
        return self._host.ledger.add_process(int(pid_file.read_text()))
