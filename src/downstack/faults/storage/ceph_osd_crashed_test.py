"""Cases of ceph_osd_crashed: a risk of the cluster, never a cause."""

from downstack.signals import ceph_osd
from tests.support.ceph_machine import UNSEEN, Changes, judge_ceph, judge_cluster

ID = "ceph_osd_crashed"
HERE: Changes = {ceph_osd.CRASHED: "yes", ceph_osd.STATE: "down"}
"""The lab's osd.0 after SIGABRT, its report posted."""


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
    """Stopped, and not crashed."""
    assert judge_cluster({ceph_osd.STATE: "down"}).probability(ID) < 0.5


def test_blind_is_silent() -> None:
    """Without a look at it nothing is said."""
    assert judge_cluster(dict.fromkeys((ceph_osd.CRASHED,), UNSEEN)).probability(ID) < 0.5
