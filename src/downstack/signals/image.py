"""Signals of the room that an image has on the host."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Over, Semantics, Signal, Unit

_SPACE = "statvfs(3) of the image's path"
_bytes = partial(
    Signal, of=Kind.BACKEND, semantics=Semantics.INSTANT, unit=Unit.BYTES, origin=_SPACE
)
_count = partial(
    Signal, of=Kind.BACKEND, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin=_SPACE
)
_ratio = partial(
    Signal, of=Kind.BACKEND, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin="derived"
)

STATE = Signal(
    name="backend_state",
    of=Kind.BACKEND,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether the image's path leads to something, or its filesystem does not even answer.",
    origin=_SPACE,
    states=("present", "missing", "silent"),
)
SILENT = _count(
    name="backend_silent_count",
    help="1 if the image's filesystem did not answer a question about its room, else 0.",
)
FREE = _bytes(name="backend_free_bytes", help="Room on the image's filesystem that is left.")
SIZE = _bytes(name="backend_filesystem_bytes", help="Size of the image's filesystem.")
FREE_INODES = _count(
    name="backend_free_inodes_count", help="Files that the image's filesystem can still take."
)
READ_ONLY = Signal(
    name="backend_read_only",
    of=Kind.BACKEND,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether the image's filesystem is mounted read-only.",
    origin="/proc/self/mountinfo",
    states=("yes", "no"),
)
FILESYSTEM_TYPE = Signal(
    name="backend_filesystem_type",
    of=Kind.BACKEND,
    semantics=Semantics.TEXT,
    unit=Unit.NONE,
    help="Type of the filesystem on which the image lies.",
    origin="/proc/self/mountinfo",
)
FREE_RATIO = _ratio(
    name="backend_free_ratio",
    help="Part of the image's filesystem that is left.",
    formula=Over(FREE, SIZE),
)
