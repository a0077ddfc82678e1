"""Cases of ceph_noout_set: a risk of the cluster, never a cause."""

from downstack.signals import ceph_cluster
from tests.support.ceph_machine import UNSEEN, Changes, judge_ceph, judge_cluster

ID = "ceph_noout_set"
HERE: Changes = {ceph_cluster.NOOUT: "set"}
"""The lab's cluster with noout."""


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
    """Another flag."""
    assert judge_cluster({ceph_cluster.NO_SCRUB: "yes"}).probability(ID) < 0.5


def test_blind_is_silent() -> None:
    """Without a look at it nothing is said."""
    assert judge_cluster(dict.fromkeys((ceph_cluster.NOOUT,), UNSEEN)).probability(ID) < 0.5
