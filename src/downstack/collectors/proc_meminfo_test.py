"""Tests of proc_meminfo."""

from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.proc_meminfo import COLLECTOR, MEMINFO
from downstack.model import Absent, Kind, Reason
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "proc_meminfo_test" / "debian12-6.18"
HUGE = "MemTotal: 4096 kB\nHugePages_Total: 64\nHugePages_Free: 10\nHugePages_Rsvd: 4\n"


def test_reads_bytes_where_the_kernel_writes_kilobytes() -> None:
    """22256980 of 24683656 kB are available; huge pages are counted, not measured."""
    host = values(look([COLLECTOR], MACHINE), Kind.HOST, "host")

    assert host["host_memory_total_bytes"] == 24683656 * 1024
    assert host["host_memory_available_ratio"] == pytest.approx(22256980 / 24683656)
    assert host["host_memory_dirty_or_writeback_bytes"] == 691816 * 1024
    assert host["host_huge_pages_total_count"] == 0.0
    assert host["host_huge_page_bytes"] == 2097152.0


def test_a_machine_without_swap_has_no_share_of_it_in_use() -> None:
    """Nought of nought is not nought."""
    host = values(look([COLLECTOR], MACHINE), Kind.HOST, "host")

    assert host["host_swap_total_bytes"] == 0.0
    assert host["host_swap_used_ratio"] == Absent(Reason.NOT_APPLICABLE)


def test_a_field_that_the_kernel_does_not_have_is_unsupported() -> None:
    """MemAvailable came with Linux 3.14."""
    rows = parse(COLLECTOR, {MEMINFO: HUGE})
    seen = {row.signal.name: row.value for row in rows if isinstance(row, Reading)}

    assert seen["host_huge_pages_free_count"] == 10.0
    assert seen["host_huge_pages_reserved_count"] == 4.0
    assert seen["host_memory_available_bytes"] == Absent(
        Reason.UNSUPPORTED, "a kernel that counts it"
    )


def test_something_else_is_malformed() -> None:
    """A text without MemTotal is no meminfo of an old kernel."""
    rows = parse(COLLECTOR, {MEMINFO: "hello\n"})

    assert {row.value for row in rows if isinstance(row, Reading)} == {
        Absent(Reason.MALFORMED, "a line MemTotal:")
    }


@given(grown((MACHINE / "proc/meminfo").read_text()))
def test_any_text_gives_every_signal_a_value_or_a_reason(text: str) -> None:
    """Neither an exception nor an infinite number."""
    rows = parse(COLLECTOR, {MEMINFO: text})

    assert [row.signal for row in rows if isinstance(row, Reading)] == list(COLLECTOR.provides)
