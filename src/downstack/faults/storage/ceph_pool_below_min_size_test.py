"""Cases of ceph_pool_below_min_size."""

from downstack.model import Layer, Path
from downstack.model.verdict import Standing
from downstack.signals import ceph_osd, ceph_pool
from tests.support.ceph_machine import OSDS, STANDS, UNSEEN, Changes, judge_ceph, judge_cluster

ID = "ceph_pool_below_min_size"
SHORT: Changes = STANDS | {
    (OSDS[1], ceph_osd.STATE): "down",
    (OSDS[2], ceph_osd.STATE): "down",
    ceph_pool.SHORT: 8.0,
    ceph_pool.INACTIVE: 8.0,
    ceph_pool.UNDERSIZED: 8.0,
}
"""The lab's cluster with two of three OSDs killed."""


def test_fires() -> None:
    """One copy lives where two are demanded."""
    judged = judge_ceph(SHORT)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_has_enough_copies() -> None:
    """The groups are down although enough OSDs live."""
    judged = judge_ceph(STANDS | {ceph_pool.LOST: 3.0, ceph_pool.INACTIVE: 3.0})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("ceph_groups_lost",)


def test_one_osd_down_is_no_cause() -> None:
    """Two copies are enough."""
    judged = judge_ceph({(OSDS[2], ceph_osd.STATE): "down", ceph_pool.UNDERSIZED: 8.0})

    assert judged.named == ()
    assert judged.diagnosis.answer == "healthy"


def test_blind_is_not_cleared() -> None:
    """Without the groups nobody knows."""
    judged = judge_ceph(
        STANDS
        | dict.fromkeys(
            (ceph_pool.SHORT, ceph_pool.INACTIVE, ceph_pool.LOST, ceph_pool.STUCK_PEERING), UNSEEN
        )
    )

    assert ID not in judged.named
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is not Standing.EXONERATED


def test_the_cluster_suffers_from_it() -> None:
    """Whoever uses the pool."""
    assert judge_cluster(SHORT).named == (ID,)
