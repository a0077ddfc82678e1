"""Cases of ceph_backfill_toofull: a risk of the cluster, never a cause."""

from downstack.signals import ceph_peers, ceph_pool
from tests.support.ceph_machine import UNSEEN, Changes, judge_ceph, judge_cluster

ID = "ceph_backfill_toofull"
HERE: Changes = {ceph_pool.TOO_FULL: 2.0}
"""Groups that wait for room."""


def test_fires() -> None:
    """A risk of the cluster, and no cause."""
    judged = judge_cluster(HERE)

    assert judged.probability(ID) >= 0.8
    assert judged.named == ()


def test_the_vm_is_not_told() -> None:
    """It is healthy, and this is no part of it."""
    judged = judge_ceph(HERE)

    assert judged.diagnosis.answer == "healthy"
    assert judged.probability(ID) == 0.0


def test_twin_is_silent() -> None:
    """They get their copies back."""
    assert judge_cluster({ceph_pool.MOVING: 2.0, ceph_peers.MOVING: 2.0}).probability(ID) < 0.5


def test_blind_is_silent() -> None:
    """Without a look at it nothing is said."""
    assert judge_cluster(dict.fromkeys((ceph_pool.TOO_FULL,), UNSEEN)).probability(ID) < 0.5
