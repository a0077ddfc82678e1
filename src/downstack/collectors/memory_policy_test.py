"""Tests of memory_policy."""

from pathlib import Path

from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.memory_policy import COLLECTOR
from downstack.model import Absent, Kind, Reason, Snapshot
from downstack.source import Answers
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "memory_policy_test" / "debian12-6.18"


def test_reads_the_word_in_brackets() -> None:
    """Huge pages only for those who ask; nothing is merged."""
    host = values(look([COLLECTOR], MACHINE), Kind.HOST, "host")

    assert host["host_thp"] == "madvise"
    assert host["host_thp_defrag"] == "madvise"
    assert host["host_ksm"] == "off"
    assert host["host_ksm_sharing_pages_count"] == 0.0


def test_a_kernel_built_without_it_does_not_have_it() -> None:
    """Off and not there are two answers."""
    asked = tuple(COLLECTOR.asks(Snapshot()))
    answers = Answers(dict.fromkeys(asked, Absent(Reason.MISSING)))
    rows = [row for row in COLLECTOR.parse(answers, Snapshot()) if isinstance(row, Reading)]

    assert {row.value for row in rows} == {
        Absent(Reason.UNSUPPORTED, "a kernel with CONFIG_KSM"),
        Absent(Reason.UNSUPPORTED, "a kernel with CONFIG_TRANSPARENT_HUGEPAGE"),
    }


@given(grown("always defer defer+madvise [madvise] never\n"), grown("2\n"))
def test_any_text_gives_every_signal_a_value_or_a_reason(words: str, count: str) -> None:
    """Neither an exception nor a state that nobody declared."""
    texts = {
        request: count if "ksm" in request.what else words for request in COLLECTOR.asks(Snapshot())
    }
    rows = [row for row in parse(COLLECTOR, texts) if isinstance(row, Reading)]

    assert [row.signal for row in rows] == list(COLLECTOR.provides)
    assert all(
        isinstance(row.value, Absent) or row.value in row.signal.states
        for row in rows
        if row.signal.states
    )
