"""Signals of the guest's memory as its balloon driver reports it."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Minus, Over, Rate, Semantics, Signal, Unit

_STATS = "virConnectGetAllDomainStats balloon"
_bytes = partial(
    Signal, of=Kind.DOMAIN, semantics=Semantics.INSTANT, unit=Unit.BYTES, origin=_STATS
)
_total = partial(
    Signal, of=Kind.DOMAIN, semantics=Semantics.COUNTER, unit=Unit.COUNT, origin=_STATS
)
_derived = partial(Signal, of=Kind.DOMAIN, semantics=Semantics.INSTANT, origin="derived")

CURRENT = _bytes(
    name="domain_balloon_current_bytes", help="Memory that the balloon leaves to the guest."
)
MAXIMUM = _bytes(
    name="domain_balloon_maximum_bytes", help="Memory of the guest with an empty balloon."
)
UNUSED = _bytes(name="domain_guest_unused_bytes", help="Memory that the guest leaves unused.")
AVAILABLE = _bytes(name="domain_guest_total_bytes", help="Memory that the guest's kernel manages.")
USABLE = _bytes(
    name="domain_guest_usable_bytes",
    help="Memory that the guest could use without swapping (MemAvailable).",
)
SWAP_IN = _total(
    name="domain_guest_swap_in_bytes_total",
    unit=Unit.BYTES,
    help="Bytes that the guest swapped in.",
)
SWAP_OUT = _total(
    name="domain_guest_swap_out_bytes_total",
    unit=Unit.BYTES,
    help="Bytes that the guest swapped out.",
)
MAJOR_FAULTS = _total(
    name="domain_guest_major_faults_total",
    help="Page faults of the guest that had to wait for its disk.",
)
AGE = Signal(
    name="domain_balloon_age_seconds",
    of=Kind.DOMAIN,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="How old the balloon's statistics are: a guest that hangs does not answer.",
    origin=f"{_STATS}.last-update",
)
USABLE_RATIO = _derived(
    name="domain_guest_usable_ratio",
    unit=Unit.RATIO,
    help="Part of its memory that the guest could still use without swapping.",
    formula=Over(USABLE, AVAILABLE),
)
TAKEN = _derived(
    name="domain_balloon_taken_bytes",
    unit=Unit.BYTES,
    help="Memory that the balloon has taken from the guest.",
    formula=Minus(MAXIMUM, CURRENT),
)
TAKEN_RATIO = _derived(
    name="domain_balloon_taken_ratio",
    unit=Unit.RATIO,
    help="Part of its memory that the balloon has taken from the guest.",
    formula=Over(TAKEN, MAXIMUM),
)
SWAP_IN_RATE = _derived(
    name="domain_guest_swap_in_rate_bytes",
    unit=Unit.BYTES,
    help="Bytes that the guest swaps in per second.",
    formula=Rate(SWAP_IN),
)
SWAP_OUT_RATE = _derived(
    name="domain_guest_swap_out_rate_bytes",
    unit=Unit.BYTES,
    help="Bytes that the guest swaps out per second.",
    formula=Rate(SWAP_OUT),
)
MAJOR_FAULTS_RATE = _derived(
    name="domain_guest_major_faults_rate",
    unit=Unit.COUNT,
    help="Page faults of the guest per second that wait for its disk.",
    formula=Rate(MAJOR_FAULTS),
)
