"""Cases of ceph_manager_down: a risk of the cluster, never a cause."""

from downstack.signals import ceph_cluster, ceph_osd
from tests.support.ceph_machine import OSDS, UNSEEN, Changes, judge_ceph, judge_cluster

ID = "ceph_manager_down"
HERE: Changes = {
    ceph_cluster.MANAGER: "none",
    **dict.fromkeys(((osd, ceph_osd.COMMIT_LATENCY) for osd in OSDS), UNSEEN),
}
"""The lab's manager killed, half a minute later."""


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
    """The monitors still believe in it."""
    assert judge_cluster({ceph_cluster.MANAGER: "silent"}).probability(ID) < 0.5


def test_blind_is_silent() -> None:
    """Without a look at it nothing is said."""
    assert judge_cluster(dict.fromkeys((ceph_cluster.MANAGER,), UNSEEN)).probability(ID) < 0.5
