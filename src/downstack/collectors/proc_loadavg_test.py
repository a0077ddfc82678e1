"""Tests of proc_loadavg."""

from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors import proc_stat
from downstack.collectors.proc_loadavg import COLLECTOR, LOADAVG
from downstack.model import Absent, Kind, Reason
from downstack.source import Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "proc_loadavg_test" / "debian12-6.18"


def test_reads_the_loads_and_the_runnable_tasks() -> None:
    """3.05 3.18 2.24 9/222: nine of 222 tasks are runnable."""
    host = values(look([COLLECTOR], MACHINE), Kind.HOST, "host")

    assert host["host_load_1m_count"] == pytest.approx(3.05)
    assert host["host_load_15m_count"] == pytest.approx(2.24)
    assert host["host_runnable_count"] == 9.0
    assert host["host_tasks_count"] == 222.0


def test_the_reader_does_not_count_as_waiting() -> None:
    """Eight others on two CPUs are four for each."""
    two_cpus = MACHINE.parents[1] / "proc_stat_test" / "debian12-6.18"
    rows = [
        *parse(COLLECTOR, {LOADAVG: (MACHINE / "proc/loadavg").read_text()}),
        *parse(proc_stat.COLLECTOR, {proc_stat.STAT: (two_cpus / "proc/stat").read_text()}),
    ]
    readings = {row.signal.name: row.value for row in rows if isinstance(row, Reading)}

    assert readings["host_cpus_count"] == 2.0
    assert values(look([COLLECTOR], MACHINE), Kind.HOST, "host")[
        "host_others_runnable_count"
    ] == pytest.approx(8.0)


def test_a_garbled_line_is_malformed() -> None:
    """Half a line is not a load of half."""
    (first, *_rest) = parse(COLLECTOR, {Request(Way.FILE, "/proc/loadavg"): "0.5 0.4"})

    assert isinstance(first, Reading)
    assert isinstance(first.value, Absent)
    assert first.value.reason is Reason.MALFORMED


@given(grown((MACHINE / "proc/loadavg").read_text()))
def test_any_text_gives_every_signal_a_value_or_a_reason(text: str) -> None:
    """Neither an exception nor an infinite number."""
    rows = parse(COLLECTOR, {LOADAVG: text})

    assert [row.signal for row in rows if isinstance(row, Reading)] == list(COLLECTOR.provides)
