"""Tests of conntrack."""

from pathlib import Path

from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.conntrack import COLLECTOR
from downstack.model import Absent, Kind, Reason, Snapshot, Value
from downstack.source import Answers, Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "conntrack_test" / "debian12-6.18"
STAT = Request(Way.FILE, "/proc/net/stat/nf_conntrack")
COUNT = Request(Way.FILE, "/proc/sys/net/netfilter/nf_conntrack_count")
MAXIMUM = Request(Way.FILE, "/proc/sys/net/netfilter/nf_conntrack_max")
TWO_CPUS = """\
entries  found insert_failed drop early_drop
00000010  00000000 00000001 0000000a 00000002
00000010  00000000 00000000 00000006 00000000
"""


def seen(stat: str, count: str = "60\n", maximum: str = "80\n") -> dict[str, Value]:
    """Return the readings by signal name."""
    rows = parse(COLLECTOR, {STAT: stat, COUNT: count, MAXIMUM: maximum})
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_reads_an_idle_table() -> None:
    """None of 262144 entries is in use."""
    host = values(look([COLLECTOR], MACHINE), Kind.HOST, "host")

    assert host["host_conntrack_entries_count"] == 0.0
    assert host["host_conntrack_limit_count"] == 262144.0
    assert host["host_conntrack_used_ratio"] == 0.0
    assert host["host_conntrack_drops_total"] == 0.0


def test_adds_the_hexadecimal_columns_of_all_cpus() -> None:
    """The drops 0xa and 6 are sixteen."""
    assert seen(TWO_CPUS)["host_conntrack_drops_total"] == 16.0
    assert seen(TWO_CPUS)["host_conntrack_early_drops_total"] == 2.0
    assert seen(TWO_CPUS)["host_conntrack_insert_failures_total"] == 1.0


def test_a_machine_that_tracks_nothing_loses_nothing() -> None:
    """Without the kernel module the files are missing."""
    missing = Absent(Reason.MISSING)
    answers = Answers(dict.fromkeys((STAT, COUNT, MAXIMUM), missing))
    rows = [row for row in COLLECTOR.parse(answers, Snapshot()) if isinstance(row, Reading)]

    assert {row.value for row in rows} == {
        Absent(Reason.NOT_APPLICABLE, "connection tracking in use (nf_conntrack)")
    }


@given(grown(TWO_CPUS), grown("60\n"))
def test_any_text_gives_every_signal_a_value_or_a_reason(stat: str, count: str) -> None:
    """Neither an exception nor an infinite number."""
    assert set(seen(stat, count)) == {signal.name for signal in COLLECTOR.provides}
