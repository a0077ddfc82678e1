"""Tests of the waterfall."""

from dataclasses import replace

from downstack.report.hops import lines
from downstack.report.page import as_text
from tests.support.diagnoses import BLIND, HEALTHY, SICK


def test_bar_starts_where_the_hop_above_ends() -> None:
    """Half of the wait in each hop: half of the bar each."""
    upper, lower = SICK.hops
    same = replace(
        SICK, hops=(replace(upper, mean_seconds=0.02), replace(lower, mean_seconds=0.02))
    )
    rows = as_text(lines(same, 80)).split("\n")
    first, second = (next(row for row in rows if row.startswith(f"    {h}")) for h in ("gu", "QE"))

    assert first.index("#") + first.count("#") == second.index("#")
    assert first.count("#") == second.count("#") == 7
    assert first.endswith("<= 10 ms OVER")
    assert second.endswith("<= 30 ms")


def test_first_line_names_the_hop_over_its_limit() -> None:
    """Or says that there is none, or that nothing was measured."""
    firsts = [as_text(lines(one, 120)).split("\n")[0] for one in (SICK, HEALTHY, BLIND)]

    assert firsts == [
        "db1: the time goes in QEMU and NBD server of disk db1/vda: 811 ms (limit 30 ms)",
        "db1: every hop that was measured is within its limit",
        "db1: no hop could be measured",
    ]


def test_hop_that_was_not_measured_says_why() -> None:
    """And takes no place in the bar."""
    gone = replace(SICK.hops[0], mean_seconds=None, why_not="timed_out")
    page = as_text(lines(replace(SICK, hops=(gone, SICK.hops[1])), 80))

    assert "    guest                   not measured: no answer in time\n" in page


def test_path_without_times_shows_what_else_is_known() -> None:
    """A path is never left out."""
    page = as_text(lines(SICK, 120))

    assert "  memory: no time was measured; judged by other readings: guest ok, host ok" in page
    assert "  network: packets in the window, guest first" in page
