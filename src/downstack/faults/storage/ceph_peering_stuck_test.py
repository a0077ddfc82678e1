"""Cases of ceph_peering_stuck."""

from downstack.model import Layer, Path
from downstack.model.verdict import Standing
from downstack.signals import ceph_pool
from tests.support.ceph_machine import STANDS, UNSEEN, Changes, judge_ceph, judge_cluster

ID = "ceph_peering_stuck"
PEERING: Changes = STANDS | {
    ceph_pool.PEERING: 4.0,
    ceph_pool.STUCK_PEERING: 4.0,
    ceph_pool.INACTIVE: 4.0,
}
"""Groups that peer while the VM waits."""


def test_fires() -> None:
    """They do not serve until they agree."""
    judged = judge_ceph(PEERING)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_group_that_is_down() -> None:
    """It peers no longer."""
    judged = judge_ceph(STANDS | {ceph_pool.LOST: 4.0, ceph_pool.INACTIVE: 4.0})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("ceph_groups_lost",)


def test_peering_for_a_moment_is_no_cause() -> None:
    """Every OSD that comes back makes groups peer."""
    judged = judge_ceph({ceph_pool.PEERING: 4.0})

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
    assert judge_cluster(PEERING).named == (ID,)
