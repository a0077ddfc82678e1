"""Cases of start_refused."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import domain, operation
from tests.support.machine import Readings, judge

ID = "start_refused"
STOPPED: Readings = {domain.STATE: "shutoff", domain.STATE_REASON: "shutoff_failed"}
LOCKED: Readings = STOPPED | {operation.OUTCOME: "failed", operation.FAILURE: "image_locked"}
"""A lab guest whose image another program had open for writing."""


def test_fires() -> None:
    """QEMU said why."""
    judged = judge(LOCKED)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_another_reason() -> None:
    """Huge pages are another fault."""
    judged = judge(LOCKED | {operation.FAILURE: "hugepages"})

    assert judged.probability(ID) < 0.5


def test_twin_is_a_crash_after_a_good_start() -> None:
    """The start succeeded."""
    judged = judge({domain.STATE: "shutoff", domain.STATE_REASON: "shutoff_crashed"})

    assert judged.probability(ID) == 0.0


def test_blind_is_undecided() -> None:
    """Who may not read the log does not know why."""
    denied = Absent(Reason.DENIED, "root on the host")
    judged = judge(STOPPED | {operation.OUTCOME: denied, operation.FAILURE: denied})

    assert judged.standing(Layer.MANAGEMENT, None) is not Standing.EXONERATED
