"""Signals of one filesystem inside a VM, seen from inside: by its agent, or on the spot."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Over, Semantics, Signal, Unit

_SPACE = "statvfs(3) in the guest, or guest-get-fsinfo"
_MOUNTS = "/proc/self/mountinfo in the guest"
_bytes = partial(
    Signal, of=Kind.GUEST_FILESYSTEM, semantics=Semantics.INSTANT, unit=Unit.BYTES, origin=_SPACE
)
_count = partial(_bytes, unit=Unit.COUNT)
_ratio = partial(_bytes, unit=Unit.RATIO, origin="derived")
_text = partial(
    Signal, of=Kind.GUEST_FILESYSTEM, semantics=Semantics.TEXT, unit=Unit.NONE, origin=_MOUNTS
)

TYPE = _text(name="guest_filesystem_type", help="Its type, such as ext4.")
DEVICE = _text(name="guest_filesystem_device", help="What it lies on.")
ACCESS = Signal(
    name="guest_filesystem_access",
    of=Kind.GUEST_FILESYSTEM,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether it can be written to; forced_read_only: mounted for writing, and the guest's "
    "kernel has stopped writing after an error.",
    origin=_MOUNTS,
    states=("read_write", "read_only", "forced_read_only"),
)
SIZE = _bytes(
    name="guest_filesystem_size_bytes",
    help="Space that ordinary users can have: in use or available.",
)
USED = _bytes(name="guest_filesystem_used_bytes", help="Space in use.")
FILES = _count(name="guest_filesystem_files_count", help="Inodes that there are.")
FILES_USED = _count(name="guest_filesystem_files_used_count", help="Inodes in use.")
USED_RATIO = _ratio(
    name="guest_filesystem_used_ratio",
    help="Share of the space in use, as df shows it.",
    formula=Over(USED, SIZE),
)
FILES_USED_RATIO = _ratio(
    name="guest_filesystem_files_used_ratio",
    help="Share of the inodes in use.",
    formula=Over(FILES_USED, FILES),
)
