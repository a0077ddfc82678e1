"""Cases of ceph_groups_lost."""

from downstack.model import Layer, Path
from downstack.model.verdict import Standing
from downstack.signals import ceph_pool
from tests.support.ceph_machine import STANDS, UNSEEN, Changes, judge_ceph, judge_cluster

ID = "ceph_groups_lost"
LOST: Changes = STANDS | {ceph_pool.LOST: 3.0, ceph_pool.INACTIVE: 3.0}
"""Groups that are down while enough OSDs live."""


def test_fires() -> None:
    """They wait for the OSD that was written to last."""
    judged = judge_ceph(LOST)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_has_too_few_copies() -> None:
    """No OSD of the groups lives: min_size comes first."""
    judged = judge_ceph(
        STANDS | {ceph_pool.LOST: 3.0, ceph_pool.SHORT: 3.0, ceph_pool.INACTIVE: 3.0}
    )

    assert judged.probability(ID) < 0.5
    assert judged.named == ("ceph_pool_below_min_size",)


def test_degraded_groups_are_no_cause() -> None:
    """They serve."""
    judged = judge_ceph({ceph_pool.UNDERSIZED: 8.0})

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
    assert judge_cluster(LOST).named == (ID,)
