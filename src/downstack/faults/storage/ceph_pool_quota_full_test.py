"""Cases of ceph_pool_quota_full."""

from downstack.model import Layer, Path
from downstack.model.verdict import Standing
from downstack.signals import ceph_pool
from tests.support.ceph_machine import STANDS, UNSEEN, Changes, judge_ceph, judge_cluster

ID = "ceph_pool_quota_full"
OVER: Changes = STANDS | {ceph_pool.FULL: "quota"}
"""The lab's pool with a quota of 4 KiB."""


def test_fires() -> None:
    """The flag stops the writes."""
    judged = judge_ceph(OVER)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_full_osd() -> None:
    """The space, not the quota."""
    judged = judge_ceph(STANDS | {ceph_pool.FULL: "full"})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("ceph_pool_full",)


def test_nearly_full_is_no_cause() -> None:
    """Writes go on."""
    judged = judge_ceph({ceph_pool.FULL: "nearfull"})

    assert judged.named == ()
    assert judged.diagnosis.answer == "healthy"


def test_blind_is_not_cleared() -> None:
    """Without the map of the OSDs nobody knows."""
    judged = judge_ceph(STANDS | {ceph_pool.FULL: UNSEEN})

    assert ID not in judged.named
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is not Standing.EXONERATED


def test_the_cluster_suffers_from_it() -> None:
    """Whoever uses the pool."""
    assert judge_cluster({ceph_pool.FULL: "quota"}).named == (ID,)
