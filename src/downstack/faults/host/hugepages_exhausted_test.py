"""Cases of hugepages_exhausted."""

from downstack.model import Absent, Layer, Path, Reason, Value
from downstack.model.verdict import Standing
from downstack.signal import Signal
from downstack.signals import domain, last_start, operation
from tests.support.machine import judge

ID = "hugepages_exhausted"
FAILED: dict[Signal, Value] = {
    domain.STATE: "shutoff",
    domain.STATE_REASON: "shutoff_failed",
    operation.OUTCOME: "failed",
}
FEW: dict[Signal, Value] = {operation.FAILURE: "hugepages", last_start.HUGE_PAGES_COVER: 0.5}
"""A lab guest of 64 huge pages on a host that has 32."""


def test_fires() -> None:
    """QEMU says so, and the host has too few."""
    judged = judge(FAILED | FEW)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_start_that_was_refused() -> None:
    """QEMU says something else."""
    locked: dict[Signal, Value] = {
        operation.FAILURE: "image_locked",
        last_start.HUGE_PAGES_COVER: 0.5,
    }

    assert judge(FAILED | locked).probability(ID) == 0.0


def test_host_without_huge_pages_is_healthy() -> None:
    """Most VMs want none."""
    assert judge({last_start.HUGE_PAGES_COVER: 0.0}).diagnosis.answer == "healthy"


def test_blind_is_undecided() -> None:
    """Without QEMU's words nobody knows why it did not start."""
    denied = Absent(Reason.DENIED)
    judged = judge(FAILED | {operation.FAILURE: denied, last_start.HUGE_PAGES_COVER: denied})

    assert judged.probability(ID) < 0.8
    assert judged.standing(Layer.HOST, Path.MEMORY) is not Standing.EXONERATED
