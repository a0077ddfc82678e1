"""Whether the guest's disks get on at all: requests in flight of which none ends."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Growth, Semantics, Signal, Sum, Unit
from downstack.signals import guest

_of_guest = partial(
    Signal, of=Kind.GUEST, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin="derived"
)

_READS = _of_guest(
    name="guest_disk_reads_ended_count",
    help="Reads inside that ended within the window.",
    formula=Growth(guest.READS),
)
_WRITES = _of_guest(
    name="guest_disk_writes_ended_count",
    help="Writes inside that ended within the window.",
    formula=Growth(guest.WRITES),
)
ENDED = _of_guest(
    name="guest_disk_requests_ended_count",
    help="Reads and writes inside that ended within the window.",
    formula=Sum((_READS, _WRITES)),
)
