"""Signals of how long tasks of this machine wait for storage of any kind."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Rate, Semantics, Signal, Unit

_PSI = "/proc/pressure/io, https://docs.kernel.org/accounting/psi.html"
_seconds = partial(
    Signal, of=Kind.HOST, semantics=Semantics.COUNTER, unit=Unit.SECONDS, origin=_PSI
)
_ratio = partial(Signal, of=Kind.HOST, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin=_PSI)

WAITING = _seconds(
    name="host_pressure_io_waiting_seconds_total",
    help="Time in which some task waited for storage.",
    raw="psi.io.some",
)
STALLED = _seconds(
    name="host_pressure_io_stalled_seconds_total",
    help="Time in which every task that was not idle waited for storage.",
    raw="psi.io.full",
)
WAITING_AVG10 = _ratio(
    name="host_pressure_io_waiting_avg10_ratio",
    help="Share of the last 10 seconds in which some task waited for storage.",
    raw="psi.io.some",
)
STALLED_AVG10 = _ratio(
    name="host_pressure_io_stalled_avg10_ratio",
    help="Share of the last 10 seconds in which every task that was not idle waited for storage.",
    raw="psi.io.full",
)
WAITING_RATIO = _ratio(
    name="host_pressure_io_waiting_ratio",
    help="Share of the time in which some task waited for storage.",
    origin="derived",
    raw="psi.io.some",
    formula=Rate(WAITING),
)
STALLED_RATIO = _ratio(
    name="host_pressure_io_stalled_ratio",
    help="Share of the time in which every task that was not idle waited for storage.",
    origin="derived",
    raw="psi.io.full",
    formula=Rate(STALLED),
)
