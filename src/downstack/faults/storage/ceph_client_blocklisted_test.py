"""Cases of ceph_client_blocklisted."""

from downstack.model import Layer, Path
from downstack.model.verdict import Standing
from downstack.signals import backend_refused
from tests.support.ceph_machine import FAILS, UNSEEN, Changes, judge_ceph

ID = "ceph_client_blocklisted"
FENCED: Changes = FAILS | {backend_refused.BLOCKLISTED: "yes"}
"""The lab's guest after its client was put on the blocklist."""


def test_fires() -> None:
    """OSDs answer with an error."""
    judged = judge_ceph(FENCED)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_storage_that_fails() -> None:
    """No entry names this machine."""
    judged = judge_ceph(FAILS | {backend_refused.BLOCKLISTED: "no"})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_failing",)


def test_an_old_entry_is_no_cause() -> None:
    """An earlier client of this machine; this one works."""
    judged = judge_ceph({backend_refused.BLOCKLISTED: "yes"})

    assert judged.named == ()
    assert judged.diagnosis.answer == "healthy"


def test_blind_is_not_cleared() -> None:
    """Without the map of the OSDs nobody knows."""
    judged = judge_ceph(FAILS | {backend_refused.BLOCKLISTED: UNSEEN})

    assert ID not in judged.named
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is not Standing.EXONERATED
