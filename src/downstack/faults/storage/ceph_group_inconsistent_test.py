"""Cases of ceph_group_inconsistent: a risk of the cluster, never a cause."""

from downstack.signals import ceph_pool
from tests.support.ceph_machine import UNSEEN, Changes, judge_ceph, judge_cluster

ID = "ceph_group_inconsistent"
HERE: Changes = {ceph_pool.INCONSISTENT: 1.0}
"""The lab's group with a copy that cannot be read."""


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
    """A copy is missing, none is wrong."""
    assert judge_cluster({ceph_pool.UNDERSIZED: 1.0}).probability(ID) < 0.5


def test_blind_is_silent() -> None:
    """Without a look at it nothing is said."""
    assert judge_cluster(dict.fromkeys((ceph_pool.INCONSISTENT,), UNSEEN)).probability(ID) < 0.5
