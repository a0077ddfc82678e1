"""A disk in a file on the host: raw or qcow2, if wished on a small filesystem of its own."""

import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element

from lab.deadline import wait_until
from lab.host import Host
from lab.process import ProgramError, run


class FileDisk:
    """An ext4 filesystem in an image file."""

    kind = "file"

    def __init__(
        self,
        host: Host,
        name: str,
        *,
        mebibytes: int = 64,
        form: Literal["qcow2", "raw"] = "qcow2",
        filesystem_mebibytes: int | None = None,
    ) -> None:
        self._host = host
        self.format = form
        self.folder = host.folder / "images" / name
        self.folder.mkdir(parents=True)
        if filesystem_mebibytes is not None:  # only the host sees it, and it ends with the host
            self._mount(filesystem_mebibytes)
        raw = host.folder / "images" / f"{name}.new"
        self.path = self.folder / f"disk.{form}"
        run(["truncate", "-s", f"{mebibytes}M", str(raw)])
        run(["mke2fs", "-q", "-F", "-t", "ext4", "-E", "lazy_itable_init=1", str(raw)])
        host.run(["qemu-img", "convert", "-f", "raw", "-O", form, str(raw), str(self.path)])
        raw.unlink()

    def _mount(self, mebibytes: int) -> None:
        options = ["-o", f"size={mebibytes}m"]
        self._host.run(["mount", "-t", "tmpfs", *options, "tmpfs", str(self.folder)])

    def add_overlay(self, name: str) -> None:
        """Let a new image lie over the one of now, as a snapshot of a stopped VM does."""
        path = self.folder / f"{name}.qcow2"
        backing = ["-F", self.format, "-b", str(self.path)]
        self._host.run(["qemu-img", "create", "-q", "-f", "qcow2", *backing, str(path)])
        self.path, self.format = path, "qcow2"

    def source(self) -> Element:
        """Return the <source> element."""
        return Element("source", file=str(self.path))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let another program have the image open for writing."""
        program = self._host.inside(["qemu-io", "-f", self.format, str(self.path)])
        with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as holder:
            try:
                wait_until(self._is_locked, 10, "the image's lock")
                yield
            finally:
                holder.communicate()  # its input ends, and so does it

    def _is_locked(self) -> bool:
        try:
            self._host.run(["qemu-img", "info", str(self.path)])
        except ProgramError:
            return True
        return False

    def take_all_inodes(self) -> None:
        """Let the filesystem, if it is one of its own, take no other file."""
        folder = shlex.quote(str(self.folder))
        used = f"$(( $(stat -f -c %c {folder}) - $(stat -f -c %d {folder}) ))"
        self._host.run(["sh", "-c", f"mount -o remount,nr_inodes={used} {folder}"])

    def leave_free(self, mebibytes: float) -> None:
        """Let somebody else's file take the rest of the filesystem."""
        folder = shlex.quote(str(self.folder))
        size = f"$(( $(stat -f -c %a {folder}) * $(stat -f -c %S {folder}) ))"
        rest = f"$(( {size} - {int(mebibytes * 2**20)} ))"
        self._host.run(["sh", "-c", f"fallocate -l {rest} {folder}/somebody-elses"])

    def make_room(self) -> None:
        """Remove somebody else's file."""
        self._host.run(["rm", "-f", str(self.folder / "somebody-elses")])


class FileOnExt4(FileDisk):
    """An image on an ext4 of its own, which can be broken."""

    def _mount(self, mebibytes: int) -> None:
        below = self.folder.with_suffix(".ext4")
        run(["truncate", "-s", f"{mebibytes}M", str(below)])
        run(["mke2fs", "-q", "-F", "-t", "ext4", str(below)])
        options = ["-o", "loop,errors=remount-ro"]
        self._host.run(["mount", *options, str(below), str(self.folder)])

    def break_filesystem(self) -> None:
        """Let the filesystem meet an error, as the kernel's own tests do."""
        device = self._host.run(["findmnt", "-n", "-o", "SOURCE", str(self.folder)]).strip()
        trigger = Path("/sys/fs/ext4") / Path(device).name / "trigger_fs_error"
        trigger.write_text("lab")
