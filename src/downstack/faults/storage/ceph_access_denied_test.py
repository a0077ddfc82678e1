"""Cases of ceph_access_denied."""

from downstack.model import Layer
from downstack.model.verdict import Standing
from downstack.signals import operation
from tests.support.ceph_machine import STOPPED, UNSEEN, Changes, judge_ceph

ID = "ceph_access_denied"
DENIED: Changes = STOPPED | {operation.OUTCOME: "failed", operation.FAILURE: "storage_denied"}
"""The lab's guest whose client has another key in Ceph than in libvirt."""


def test_fires() -> None:
    """QEMU said what the monitors answered."""
    judged = judge_ceph(DENIED)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_an_image_that_is_locked() -> None:
    """Another refusal."""
    judged = judge_ceph(DENIED | {operation.FAILURE: "image_locked"})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("start_refused",)


def test_a_start_that_succeeded_is_no_cause() -> None:
    """The VM runs."""
    judged = judge_ceph({operation.OUTCOME: "succeeded", operation.FAILURE: "none"})

    assert judged.named == ()
    assert judged.diagnosis.answer == "healthy"


def test_blind_is_not_cleared() -> None:
    """Who may not read the log does not know why."""
    judged = judge_ceph(STOPPED | {operation.OUTCOME: UNSEEN, operation.FAILURE: UNSEEN})

    assert ID not in judged.named
    assert judged.standing(Layer.STORAGE, None) is not Standing.EXONERATED
