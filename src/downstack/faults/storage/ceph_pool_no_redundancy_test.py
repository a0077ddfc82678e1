"""Cases of ceph_pool_no_redundancy: a risk of the cluster, never a cause."""

from downstack.signals import ceph_pool
from tests.support.ceph_machine import UNSEEN, Changes, judge_ceph, judge_cluster

ID = "ceph_pool_no_redundancy"
HERE: Changes = {ceph_pool.MIN_SIZE: 1.0}
"""A pool with min_size 1."""


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
    """Two copies, and both are demanded."""
    assert judge_cluster({ceph_pool.SIZE: 2.0, ceph_pool.MIN_SIZE: 2.0}).probability(ID) < 0.5


def test_blind_is_silent() -> None:
    """Without a look at it nothing is said."""
    assert (
        judge_cluster(dict.fromkeys((ceph_pool.MIN_SIZE, ceph_pool.SIZE), UNSEEN)).probability(ID)
        < 0.5
    )
