"""Tests of clock."""

from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.clock import COLLECTOR
from downstack.collectors.machine import UPTIME
from downstack.collectors.proc_stat import STAT
from downstack.model import Absent, Kind, Reason, Value
from downstack.source import Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "clock_test" / "debian12-6.18"
TRACKING = Request(Way.COMMAND, "chronyc -c -n tracking")
FOLLOWING = (
    "C0A80001,192.168.0.1,2,1795500033.5,-0.000046,0.000019,0.000022,-8.6,-0.0,0.03,0.011,0.0004,"
    "64.8,Normal\n"
)
ALONE = "7F7F0101,,0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,1.0,1.0,0.0,Not synchronised\n"


def seen(tracking: str) -> dict[str, Value]:
    """Return the readings of one answer of chronyc by signal name."""
    rows = parse(COLLECTOR, {TRACKING: tracking})
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_reads_the_source_and_the_time() -> None:
    """Boot at 1795500033 and 3361.25 s of uptime are 06:56:34 of 24 November 2026."""
    host = values(look([COLLECTOR], MACHINE), Kind.HOST, "host")

    assert host["host_clocksource"] == "tsc"
    assert host["host_clocksources"] == "tsc kvm-clock"
    assert host["host_time"] == "2026-11-24T06:56:34+00:00"
    assert host["host_clock_offset_seconds"] == Absent(Reason.MISSING, "the program")


def test_the_offset_has_no_sign() -> None:
    """46 microseconds behind are 46 microseconds off."""
    assert seen(FOLLOWING)["host_clock_synchronised"] == "yes"
    assert seen(FOLLOWING)["host_clock_offset_seconds"] == pytest.approx(46e-6)
    assert seen(FOLLOWING)["host_clock_root_dispersion_seconds"] == pytest.approx(0.0004)


def test_a_clock_that_follows_nobody_is_not_zero_seconds_off() -> None:
    """Chronyd says 0.0 then."""
    assert seen(ALONE)["host_clock_synchronised"] == "no"
    assert seen(ALONE)["host_clock_offset_seconds"] == Absent(
        Reason.NOT_APPLICABLE, "a clock that follows a server"
    )


@given(grown(FOLLOWING), grown("cpu  1 2 3 4\nbtime 1795500033\n"), grown("3361.25 3280.24\n"))
def test_any_text_gives_every_signal_a_value_or_a_reason(
    tracking: str, stat: str, uptime: str
) -> None:
    """Neither an exception nor an infinite number."""
    rows = parse(COLLECTOR, {TRACKING: tracking, STAT: stat, UPTIME: uptime})

    assert {row.signal for row in rows if isinstance(row, Reading)} == set(COLLECTOR.provides)
