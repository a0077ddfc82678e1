"""What a guest has left of its memory and reads back from swap, by whichever way is known."""

from functools import partial

from downstack.model import Edge, Kind
from downstack.signal import FirstOf, Over, Own, Scale, Semantics, Signal, Unit
from downstack.signals import balloon, guest, qemu_process, settings

_PAGE = 4096.0
_HOST = (Edge.INSIDE.inverse,)
_ratio = partial(
    Signal, of=Kind.GUEST, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin="derived"
)
_count = partial(
    Signal, of=Kind.GUEST, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin="derived"
)

_USABLE_BY_BALLOON = _ratio(
    name="guest_balloon_usable_ratio",
    help="Share of its memory that the guest could use without swapping, by its balloon driver.",
    formula=Own(balloon.USABLE_RATIO, _HOST),
)
USABLE_RATIO = _ratio(
    name="guest_usable_memory_ratio",
    help="Share of its memory that the guest could still use without swapping.",
    raw="guest si_mem_available",
    formula=FirstOf((guest.MEMORY_AVAILABLE_RATIO, _USABLE_BY_BALLOON)),
)
_SWAP_IN_BYTES_BY_BALLOON = Signal(
    name="guest_balloon_swap_in_rate_bytes",
    of=Kind.GUEST,
    semantics=Semantics.INSTANT,
    unit=Unit.BYTES,
    help="Bytes per second that the guest reads back from its swap, by its balloon driver.",
    origin="derived",
    formula=Own(balloon.SWAP_IN_RATE, _HOST),
)
_SWAP_IN_BY_BALLOON = _count(
    name="guest_balloon_swap_in_pages_rate",
    help="Pages per second that the guest reads back from its swap, by its balloon driver.",
    formula=Scale(_SWAP_IN_BYTES_BY_BALLOON, 1 / _PAGE),
)
SWAP_IN_RATE = _count(
    name="guest_swap_in_4k_pages_rate",
    help="Pages of 4 KiB per second that the guest reads back from its own swap.",
    raw="guest vm_event.PSWPIN",
    formula=FirstOf((guest.SWAP_IN_RATE, _SWAP_IN_BY_BALLOON)),
)
_MAJOR_FAULTS_BY_BALLOON = _count(
    name="guest_balloon_major_faults_rate",
    help="Page faults inside per second that wait for a disk, by its balloon driver.",
    formula=Own(balloon.MAJOR_FAULTS_RATE, _HOST),
)
MAJOR_FAULT_RATE = _count(
    name="guest_disk_page_faults_rate",
    help="Page faults inside per second that wait for a disk of the guest.",
    raw="guest vm_event.PGMAJFAULT",
    formula=FirstOf((guest.MAJOR_FAULT_RATE, _MAJOR_FAULTS_BY_BALLOON)),
)
TAKEN_RATIO = _ratio(
    name="guest_balloon_taken_ratio",
    help="Part of its memory that the balloon has taken from the guest.",
    formula=Own(balloon.TAKEN_RATIO, _HOST),
)
SWAPPED_RATIO = Signal(
    name="domain_swapped_ratio",
    of=Kind.DOMAIN,
    semantics=Semantics.INSTANT,
    unit=Unit.RATIO,
    help="QEMU's part in the host's swap, compared with the memory of the VM.",
    origin="derived",
    formula=Over(qemu_process.SWAPPED, settings.MEMORY),
)
