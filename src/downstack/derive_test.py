"""Tests of derive: every formula, and what becomes of absence."""

from hypothesis import given
from hypothesis import strategies as st

from downstack.collector import Reading
from downstack.derive import derive
from downstack.model import Absent, Connection, Edge, Entity, Kind, Reason, Snapshot, Value
from downstack.signal import (
    Counted,
    FirstOf,
    Formula,
    Growth,
    Highest,
    Largest,
    Minus,
    Over,
    Own,
    PerEvent,
    Rate,
    Scale,
    Semantics,
    Signal,
    Sum,
    Total,
    Unit,
)

DOMAIN = Entity(Kind.DOMAIN, "d")
VDA, VDB = Entity(Kind.DISK, "d/vda"), Entity(Kind.DISK, "d/vdb")
FOUND = Snapshot(
    connections=[Connection(Edge.DISK_OF, VDA, DOMAIN), Connection(Edge.DISK_OF, VDB, DOMAIN)]
)


def signal(name: str, of: Kind = Kind.DISK, formula: Formula | None = None) -> Signal:
    """Return a signal: a counter when its name ends in _total, else an instant."""
    semantics = Semantics.COUNTER if name.endswith("_total") else Semantics.INSTANT
    return Signal(
        name=name, of=of, semantics=semantics, unit=Unit.COUNT, help="", origin="", formula=formula
    )


SECONDS = signal("disk_wait_total")
REQUESTS = signal("disk_requests_total")
LIMIT = signal("disk_limit")


def derived(formula: Formula, *samples: list[Reading], of: Kind = Kind.DISK) -> Value:
    """Return the value of *formula* on the first disk, or on the domain."""
    one = signal("derived", of, formula)
    end = VDA if of is Kind.DISK else DOMAIN
    return derive(FOUND, samples, (SECONDS, REQUESTS, LIMIT, one)).value(end, "derived")


def at(time: float, seconds: Value, requests: Value, disk: Entity = VDA) -> list[Reading]:
    """Return one sample of the two counters of a disk."""
    return [Reading(disk, SECONDS, seconds, time), Reading(disk, REQUESTS, requests, time)]


def test_rate_is_growth_per_second_between_the_readings_own_times() -> None:
    """Two seconds and eight more requests are four a second."""
    assert derived(Rate(REQUESTS), at(10, 0.0, 100.0), at(12, 0.0, 108.0)) == 4.0


def test_mean_wait_is_time_per_request() -> None:
    """Half a second for ten requests is 50 ms each."""
    mean = PerEvent((SECONDS,), (REQUESTS,))

    assert derived(mean, at(0, 1.0, 10.0), at(2, 1.5, 20.0)) == 0.05


def test_no_request_gives_no_mean_rather_than_zero() -> None:
    """A stalled disk looks idle: that must stay unknown (D23)."""
    mean = PerEvent((SECONDS,), (REQUESTS,))

    assert derived(mean, at(0, 1.0, 10.0), at(2, 1.0, 10.0)) == Absent(Reason.NOT_APPLICABLE)


def test_counter_that_went_backwards_gives_reset() -> None:
    """A restarted QEMU counts from zero."""
    assert derived(Growth(REQUESTS), at(0, 0.0, 10.0), at(2, 0.0, 3.0)) == Absent(Reason.RESET)


def test_one_sample_gives_no_rate() -> None:
    """A rate exists only when two samples do."""
    assert derived(Rate(REQUESTS), at(0, 0.0, 10.0)) == Absent(Reason.NOT_ASKED)


def test_absent_counter_hands_on_its_reason() -> None:
    """Who was denied one end of a rate was denied the rate."""
    denied = Absent(Reason.DENIED, "root on the host")

    assert derived(Rate(REQUESTS), at(0, 0.0, denied), at(2, 0.0, 3.0)) == denied


def test_minus_takes_what_does_not_apply_as_nothing() -> None:
    """A domain without a quota is never throttled."""
    left = Minus(LIMIT, REQUESTS)
    sample = [Reading(VDA, LIMIT, 5.0), Reading(VDA, REQUESTS, Absent(Reason.NOT_APPLICABLE))]

    assert derived(left, sample) == 5.0


def test_minus_keeps_an_unknown_part_unknown() -> None:
    """Denied is not zero."""
    sample = [Reading(VDA, LIMIT, 5.0), Reading(VDA, REQUESTS, Absent(Reason.DENIED))]

    assert derived(Minus(LIMIT, REQUESTS), sample) == Absent(Reason.DENIED)


def test_largest_and_total_gather_along_an_edge() -> None:
    """The domain's worst disk, and all of them together."""
    sample = [Reading(VDA, LIMIT, 5.0), Reading(VDB, LIMIT, 7.0)]

    assert derived(Largest(LIMIT, (Edge.DISK_OF,)), sample, of=Kind.DOMAIN) == 7.0
    assert derived(Total(LIMIT, (Edge.DISK_OF,)), sample, of=Kind.DOMAIN) == 12.0


def test_largest_passes_over_an_absent_disk_when_another_has_a_number() -> None:
    """One idle disk does not hide the busy one."""
    sample = [Reading(VDA, LIMIT, Absent(Reason.NOT_APPLICABLE)), Reading(VDB, LIMIT, 7.0)]

    assert derived(Largest(LIMIT, (Edge.DISK_OF,)), sample, of=Kind.DOMAIN) == 7.0


def test_counted_says_how_many_are_in_a_state() -> None:
    """Of two disks one is full; what nobody knows of is passed over, not counted as well."""
    states = ("ok", "full")
    state = Signal(
        name="disk_state",
        of=Kind.DISK,
        semantics=Semantics.STATE,
        unit=Unit.NONE,
        help="",
        origin="",
        states=states,
    )
    full = Counted(state, ("full",), (Edge.DISK_OF,))
    denied = Absent(Reason.DENIED)
    sample = [Reading(VDA, state, "full"), Reading(VDB, state, "ok")]

    assert derived(full, sample, of=Kind.DOMAIN) == 1.0
    assert derived(full, [sample[1], Reading(VDA, state, denied)], of=Kind.DOMAIN) == 0.0
    assert derived(full, [Reading(VDA, state, denied)], of=Kind.DOMAIN) == denied


def test_arithmetic_of_one_entity() -> None:
    """Sum, quotient and scale."""
    sample = [Reading(VDA, LIMIT, 6.0)]

    assert derived(Sum((LIMIT, LIMIT)), sample) == 12.0
    assert derived(Over(LIMIT, LIMIT), sample) == 1.0
    assert derived(Scale(LIMIT, 0.5, 1.0), sample) == 4.0


def test_highest_passes_over_what_is_absent() -> None:
    """Of six possible limits most are not set."""
    sample = [Reading(VDA, LIMIT, 6.0), Reading(VDA, REQUESTS, Absent(Reason.NOT_APPLICABLE))]

    assert derived(Highest((REQUESTS, LIMIT)), sample) == 6.0


def test_own_reads_across_an_edge() -> None:
    """A disk can show the limit of its domain."""
    limit = signal("domain_limit", Kind.DOMAIN)
    one = signal("derived", Kind.DISK, Own(limit, (Edge.DISK_OF,)))
    sample = [Reading(DOMAIN, limit, 3.0)]

    assert derive(FOUND, (sample,), (limit, one)).value(VDA, "derived") == 3.0


def test_first_of_takes_the_first_way_that_has_a_reading() -> None:
    """The second way stands in for the first."""
    sample = [Reading(VDA, LIMIT, 5.0), Reading(VDA, REQUESTS, Absent(Reason.DENIED))]

    assert derived(FirstOf((REQUESTS, LIMIT)), sample) == 5.0


@given(st.floats(0, 1e15), st.floats(0, 1e15), st.floats(0.01, 1e6))
def test_rate_is_never_negative_nor_infinite(before: float, after: float, seconds: float) -> None:
    """Whatever the counters hold."""
    value = derived(Rate(REQUESTS), at(0, 0.0, before), at(seconds, 0.0, after))

    assert isinstance(value, Absent) or 0 <= value < float("inf")  # type: ignore[operator]
