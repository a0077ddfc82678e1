"""Whether the end of a domain's QEMU and an OOM kill on its host belong together."""

from functools import partial

from downstack.model import Edge, Kind
from downstack.signal import Minus, Own, Semantics, Signal, Sum, Unit
from downstack.signals import domain, kernel_log

_HOST = (Edge.HOSTS.inverse,)
_seconds = partial(
    Signal, of=Kind.DOMAIN, semantics=Semantics.INSTANT, unit=Unit.SECONDS, origin="derived"
)

KILLS_ON_HOST = Signal(
    name="domain_host_oom_kills_of_qemu_hour_count",
    of=Kind.DOMAIN,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="QEMUs that its host killed for lack of memory in the last hour, by the kernel's log.",
    origin="derived",
    formula=Own(kernel_log.OOM_QEMU_COUNT, _HOST),
)
_KILL_AGE = _seconds(
    name="domain_host_oom_kill_of_qemu_age_seconds",
    help="How long ago its host killed a QEMU for lack of memory.",
    formula=Own(kernel_log.OOM_QEMU_AGE, _HOST),
)
_KILL_LATER = _seconds(
    name="domain_oom_kill_after_end_seconds",
    help="How long after the end of its QEMU the host killed one for lack of memory.",
    formula=Minus(domain.LAST_END_AGE, _KILL_AGE),
)
_KILL_EARLIER = _seconds(
    name="domain_oom_kill_before_end_seconds",
    help="How long before the end of its QEMU the host killed one for lack of memory.",
    formula=Minus(_KILL_AGE, domain.LAST_END_AGE),
)
KILL_GAP = _seconds(
    name="domain_oom_kill_gap_seconds",
    help="Time between the end of its QEMU and the host's last kill of a QEMU for lack of memory.",
    formula=Sum((_KILL_LATER, _KILL_EARLIER)),
)
