"""Tests of proc_stat."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.collector import Reading
from downstack.collectors.proc_stat import COLLECTOR, STAT
from downstack.model import Absent, Kind, Reason, Snapshot, Value
from downstack.source import Answers
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

HERE = Path(__file__).parent / "proc_stat_test"
MACHINE, LATER = HERE / "debian12-6.18", HERE / "debian12-6.18-later"
BEFORE_2_6_11 = "cpu  10 20 30 40 50 60 70\ncpu0 10 20 30 40 50 60 70\n"


def seen(text: str) -> dict[str, Value]:
    """Return the readings of one text by signal name."""
    rows = parse(COLLECTOR, {STAT: text})
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_reads_seconds_from_ticks() -> None:
    """174764 ticks of user time are 1747.64 seconds."""
    host = values(look([COLLECTOR], MACHINE), Kind.HOST, "host")

    assert host["host_cpu_user_seconds_total"] == pytest.approx(1747.64)
    assert host["host_cpu_busy_seconds_total"] == pytest.approx(1747.64 + 199.95 + 6.28)
    assert host["host_cpu_steal_seconds_total"] == pytest.approx(1.36)
    assert host["host_cpus_count"] == 2.0
    assert host["host_running_count"] == 8.0
    assert host["host_context_switches_total"] == 9018532.0


def test_two_samples_give_ratios_of_all_cpus() -> None:
    """In five seconds two CPUs ran 5.74 + 0.86 + 0.05 seconds and lost 0.01 to steal."""
    host = values(look([COLLECTOR], MACHINE, LATER, 5.0), Kind.HOST, "host")

    assert host["host_cpu_busy_ratio"] == pytest.approx(6.65 / 10)
    assert host["host_cpu_steal_ratio"] == pytest.approx(0.01 / 10)
    assert host["host_cpu_iowait_ratio"] == pytest.approx(0.08 / 10)
    assert host["host_softirq_cpus_count"] == pytest.approx(0.05 / 5)


def test_a_column_that_the_kernel_does_not_have_is_unsupported() -> None:
    """Steal came with Linux 2.6.11; its lack is not a steal of zero."""
    steal = seen(BEFORE_2_6_11)["host_cpu_steal_seconds_total"]

    assert isinstance(steal, Absent)
    assert steal.reason is Reason.UNSUPPORTED
    assert seen(BEFORE_2_6_11)["host_cpu_busy_seconds_total"] == pytest.approx(1.9)


def test_an_unreadable_file_is_why_there_is_no_reading() -> None:
    """Nothing is left out and nothing is zero."""
    rows = list(COLLECTOR.parse(Answers({STAT: Absent(Reason.DENIED, "root")}), Snapshot()))

    assert [row.value for row in rows if isinstance(row, Reading)] == [
        Absent(Reason.DENIED, "root")
    ] * len(COLLECTOR.provides)


@given(grown((MACHINE / "proc/stat").read_text()) | st.text())
def test_any_text_gives_every_signal_a_value_or_a_reason(text: str) -> None:
    """Neither an exception nor an infinite number."""
    assert set(seen(text)) == {signal.name for signal in COLLECTOR.provides}
