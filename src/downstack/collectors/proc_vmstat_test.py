"""Tests of proc_vmstat."""

from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.proc_vmstat import COLLECTOR, VMSTAT
from downstack.model import Absent, Kind, Reason
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

HERE = Path(__file__).parent / "proc_vmstat_test"
MACHINE, LATER = HERE / "debian12-6.18", HERE / "debian12-6.18-later"
UNDER_PRESSURE = """\
pswpin 100
pswpout 200
pgmajfault 50
allocstall_dma 0
allocstall_normal 7
allocstall_movable 5
pgscan_direct 900
"""


def test_reads_the_counters() -> None:
    """The fields pgmajfault 4985, thp_fault_alloc 15959, no swap."""
    host = values(look([COLLECTOR], MACHINE), Kind.HOST, "host")

    assert host["host_major_faults_total"] == 4985.0
    assert host["host_thp_allocated_total"] == 15959.0
    assert host["host_swap_in_pages_total"] == 0.0
    assert host["host_oom_kills_total"] == 0.0


def test_two_samples_give_rates() -> None:
    """One major fault in five seconds."""
    host = values(look([COLLECTOR], MACHINE, LATER, 5.0), Kind.HOST, "host")

    assert host["host_major_faults_rate"] == pytest.approx(0.2)
    assert host["host_oom_kills_grown_count"] == 0.0


def test_stalls_of_all_zones_are_one_counter() -> None:
    """allocstall_normal 7 and allocstall_movable 5 are twelve stalls."""
    rows = parse(COLLECTOR, {VMSTAT: UNDER_PRESSURE})
    seen = {row.signal.name: row.value for row in rows if isinstance(row, Reading)}

    assert seen["host_allocation_stalls_total"] == 12.0
    assert seen["host_direct_reclaim_scanned_pages_total"] == 900.0


def test_a_counter_that_the_kernel_does_not_have_is_unsupported() -> None:
    """oom_kill came with Linux 4.13; its lack is not zero kills."""
    rows = parse(COLLECTOR, {VMSTAT: UNDER_PRESSURE})
    seen = {row.signal.name: row.value for row in rows if isinstance(row, Reading)}

    assert seen["host_oom_kills_total"] == Absent(Reason.UNSUPPORTED, "a kernel that counts it")


@given(grown((MACHINE / "proc/vmstat").read_text()))
def test_any_text_gives_every_signal_a_value_or_a_reason(text: str) -> None:
    """Neither an exception nor an infinite number."""
    rows = parse(COLLECTOR, {VMSTAT: text})

    assert [row.signal for row in rows if isinstance(row, Reading)] == list(COLLECTOR.provides)
