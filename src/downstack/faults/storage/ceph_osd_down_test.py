"""Cases of ceph_osd_down: a risk of the cluster, never a cause."""

from downstack.signals import ceph_osd, ceph_pool
from tests.support.ceph_machine import UNSEEN, Changes, judge_ceph, judge_cluster

ID = "ceph_osd_down"
HERE: Changes = {ceph_osd.STATE: "down", ceph_pool.UNDERSIZED: 8.0}
"""The lab's osd.0 stopped, its groups at two copies."""


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
    """An OSD that is out and lives."""
    assert judge_cluster({ceph_osd.PLACE: "out"}).probability(ID) < 0.5


def test_blind_is_silent() -> None:
    """Without a look at it nothing is said."""
    assert judge_cluster(dict.fromkeys((ceph_osd.STATE,), UNSEEN)).probability(ID) < 0.5
