"""Signals of whether a guest can write and what time it thinks it is."""

from functools import partial

from downstack.model import Edge, Kind
from downstack.signal import Highest, Largest, Semantics, Signal, Unit
from downstack.signals import guest_filesystem

_AGENT = "https://www.qemu.org/docs/master/interop/qemu-ga-ref.html"
_state = partial(Signal, of=Kind.GUEST, semantics=Semantics.STATE, unit=Unit.NONE)
_derived = partial(
    Signal, of=Kind.GUEST, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin="derived"
)

FREEZE = _state(
    name="guest_freeze",
    help="Whether the guest agent holds the filesystems frozen: then every write inside waits.",
    origin=f"guest-fsfreeze-status, {_AGENT}",
    states=("thawed", "frozen"),
)
AGENT = _state(
    name="guest_agent",
    help="Whether the guest agent answers; silent: its channel is open and it does not.",
    origin=f"guest-ping, {_AGENT}",
    states=("answers", "silent", "not_running", "no_channel"),
)
CLOCK_OFFSET = Signal(
    name="guest_clock_offset_seconds",
    of=Kind.GUEST,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="How far the guest's clock is from the host's, ahead or behind.",
    origin=f"guest-get-time, {_AGENT}, against the host's clock at that moment",
)
_SPACE_USED = _derived(
    name="guest_max_filesystem_space_used_ratio",
    help="Share of the space in use on its fullest filesystem.",
    formula=Largest(guest_filesystem.USED_RATIO, (Edge.GUEST_FILESYSTEM_OF,)),
)
_FILES_USED = _derived(
    name="guest_max_filesystem_files_used_ratio",
    help="Share of the inodes in use on the filesystem with the fewest left.",
    formula=Largest(guest_filesystem.FILES_USED_RATIO, (Edge.GUEST_FILESYSTEM_OF,)),
)
FILLED = _derived(
    name="guest_max_filesystem_used_ratio",
    help="Share of the space or of the inodes in use on its fullest filesystem.",
    formula=Highest((_SPACE_USED, _FILES_USED)),
)
FILESYSTEM_FILLED = Signal(
    name="guest_filesystem_filled_ratio",
    of=Kind.GUEST_FILESYSTEM,
    semantics=Semantics.INSTANT,
    unit=Unit.RATIO,
    help="Share of its space or of its inodes in use, whichever is more.",
    origin="derived",
    formula=Highest((guest_filesystem.USED_RATIO, guest_filesystem.FILES_USED_RATIO)),
)
