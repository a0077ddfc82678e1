"""Signals of a pod's own cgroup, on the machine that is its node."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Rate, Semantics, Signal, Unit

_PSI = "pressure files of the pod's cgroup (v2), https://docs.kernel.org/accounting/psi.html"
_total = partial(Signal, of=Kind.POD, semantics=Semantics.COUNTER, unit=Unit.SECONDS, origin=_PSI)
_ratio = partial(
    Signal, of=Kind.POD, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin="derived"
)

FOLDER = Signal(
    name="pod_cgroup",
    of=Kind.POD,
    semantics=Semantics.TEXT,
    unit=Unit.NONE,
    help="Where its CPU cgroup is.",
    origin="/proc/PID/cgroup of its processes, and where that is mounted",
)
CPU_WAITING = _total(
    name="pod_cpu_waiting_seconds_total", help="Time in which some task of it waited for a CPU."
)
MEMORY_STALLED = _total(
    name="pod_memory_stalled_seconds_total",
    help="Time in which some task of it waited for memory.",
)
IO_STALLED = _total(
    name="pod_io_stalled_seconds_total", help="Time in which some task of it waited for a disk."
)
CPU_WAITING_RATIO = _ratio(
    name="pod_cpu_waiting_ratio",
    help="Share of the time in which some task of it waited for a CPU.",
    formula=Rate(CPU_WAITING),
)
MEMORY_STALLED_RATIO = _ratio(
    name="pod_memory_stalled_ratio",
    help="Share of the time in which some task of it waited for memory.",
    formula=Rate(MEMORY_STALLED),
)
IO_STALLED_RATIO = _ratio(
    name="pod_io_stalled_ratio",
    help="Share of the time in which some task of it waited for a disk.",
    formula=Rate(IO_STALLED),
)
