"""Cases of ceph_monitor_down: a risk of the cluster, never a cause."""

from downstack.signals import ceph_cluster, ceph_health
from tests.support.ceph_machine import UNSEEN, Changes, judge_ceph, judge_cluster

ID = "ceph_monitor_down"
HERE: Changes = {ceph_cluster.QUORUM: 2.0, ceph_cluster.MONITORS_MISSING: 1.0}
"""One of three monitors is gone."""


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
    """Its disk is nearly full; it runs."""
    assert judge_cluster({ceph_health.MON_DISK_LOW: "raised"}).probability(ID) < 0.5


def test_blind_is_silent() -> None:
    """Without a look at it nothing is said."""
    assert (
        judge_cluster(
            dict.fromkeys((ceph_cluster.QUORUM, ceph_cluster.MONITORS_MISSING), UNSEEN)
        ).probability(ID)
        < 0.5
    )
