"""Tests of proc_pressure."""

from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.proc_pressure import COLLECTOR, CPU, IO, MEMORY
from downstack.model import Absent, Kind, Reason, Snapshot
from downstack.source import Answers
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

HERE = Path(__file__).parent / "proc_pressure_test"
MACHINE, LATER = HERE / "debian12-6.18", HERE / "debian12-6.18-later"


def test_reads_totals_in_seconds_and_averages_as_ratios() -> None:
    """total=715577475 microseconds; avg10=72.04 percent."""
    host = values(look([COLLECTOR], MACHINE), Kind.HOST, "host")

    assert host["host_pressure_cpu_waiting_seconds_total"] == pytest.approx(715.577475)
    assert host["host_pressure_cpu_waiting_avg10_ratio"] == pytest.approx(0.7204)
    assert host["host_pressure_io_stalled_seconds_total"] == pytest.approx(6.953528)
    assert host["host_pressure_memory_waiting_seconds_total"] == 0.0


def test_two_samples_give_the_share_of_the_time() -> None:
    """Tasks waited 3.399472 seconds for a CPU within five."""
    host = values(look([COLLECTOR], MACHINE, LATER, 5.0), Kind.HOST, "host")

    assert host["host_pressure_cpu_waiting_ratio"] == pytest.approx(3.399472 / 5)
    assert host["host_pressure_io_waiting_ratio"] == pytest.approx(0.056823 / 5)
    assert host["host_pressure_memory_stalled_ratio"] == 0.0


@pytest.mark.parametrize("reason", [Reason.MISSING, Reason.NOT_APPLICABLE])
def test_says_what_a_kernel_without_psi_needs(reason: Reason) -> None:
    """The files are missing, or (psi=0) refuse to be read."""
    absent = Absent(reason)
    answers = Answers({CPU: absent, MEMORY: absent, IO: absent})
    rows = [row for row in COLLECTOR.parse(answers, Snapshot()) if isinstance(row, Reading)]

    assert {row.value for row in rows} == {
        Absent(Reason.UNSUPPORTED, "psi=1 on the kernel command line")
    }
    assert {row.signal for row in rows} == set(COLLECTOR.provides)


@given(grown((MACHINE / "proc/pressure/io").read_text()))
def test_any_text_gives_every_signal_a_value_or_a_reason(text: str) -> None:
    """Neither an exception nor an infinite number."""
    rows = parse(COLLECTOR, {CPU: text, MEMORY: text, IO: text})

    assert {row.signal for row in rows if isinstance(row, Reading)} == set(COLLECTOR.provides)
