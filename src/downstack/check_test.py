"""Tests of clauses and of how far they are believed."""

import pytest

from downstack.check import Above, AtMost, Check, Count, Guess, Is, IsNot, mean
from downstack.model import Absent, Kind, Reason, Truth
from downstack.signal import Semantics, Signal, Unit

WAIT = Signal(
    name="disk_wait_seconds",
    of=Kind.DISK,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="",
    origin="",
)
STATE = Signal(
    name="domain_state",
    of=Kind.DOMAIN,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="",
    origin="",
    states=("running", "paused"),
)
COUNTER = Signal(
    name="disk_requests_total",
    of=Kind.DISK,
    semantics=Semantics.COUNTER,
    unit=Unit.COUNT,
    help="",
    origin="",
)


def test_number_is_judged_against_its_threshold() -> None:
    """The threshold itself is not above."""
    assert Above(WAIT, 0.03).holds(0.031) is Truth.TRUE
    assert Above(WAIT, 0.03).holds(0.03) is Truth.FALSE
    assert AtMost(WAIT, 0.03).holds(0.03) is Truth.TRUE


def test_state_is_judged_only_where_it_is_declared() -> None:
    """A state of a newer libvirt is unknown, not wrong."""
    assert Is(STATE, ("paused",)).holds("paused") is Truth.TRUE
    assert IsNot(STATE, ("paused",)).holds("paused") is Truth.FALSE
    assert Is(STATE, ("paused",)).holds("hibernated") is Truth.UNKNOWN


def test_absence_is_never_judged() -> None:
    """Neither as sick nor as healthy."""
    gone = Absent(Reason.TIMED_OUT)
    clauses = (Above(WAIT, 1), AtMost(WAIT, 1), Is(STATE, ("paused",)), IsNot(STATE, ("paused",)))

    assert {clause.holds(gone) for clause in clauses} == {Truth.UNKNOWN}


def test_counter_is_not_compared_with_a_level() -> None:
    """Since boot, everything has happened once."""
    with pytest.raises(ValueError, match="counter"):
        Above(COUNTER, 500)


def test_undeclared_state_is_refused() -> None:
    """A typo in a state is found when the catalogue loads."""
    with pytest.raises(ValueError, match="declares"):
        Is(STATE, ("pausd",))


def test_count_outweighs_the_guess_as_runs_grow() -> None:
    """Guess .5 (weight 4) with 16 of 16 runs gives 18 of 20."""
    assert mean(Guess(0.5, "coin"), None) == 0.5
    assert mean(Guess(0.5, "coin"), Count(16, 16)) == 0.9


def test_key_names_owner_signal_operator_and_bound() -> None:
    """So that a changed threshold drops its count."""
    check = Check(
        clause=Above(WAIT, 0.03), sensitivity=Guess(0.9, "x"), false_alarm=Guess(0.1, "x")
    )

    assert check.key("disk_slow") == "disk_slow/disk_wait_seconds/Above/0.03"


def test_check_that_speaks_against_its_effect_is_refused() -> None:
    """A sign is likelier with the effect than without."""
    with pytest.raises(ValueError, match="speaks against"):
        Check(clause=Above(WAIT, 1), sensitivity=Guess(0.1, "x"), false_alarm=Guess(0.9, "x"))
