"""Cases of ceph_quorum_lost: the cluster suffers, the VMs that run do not."""

from downstack.signals import ceph_cluster
from tests.support.ceph_machine import UNSEEN, Changes, judge_ceph, judge_cluster

ID = "ceph_quorum_lost"
HERE: Changes = {ceph_cluster.ANSWERS: "silent"}
"""The lab's only monitor killed; the VM ran on."""


def test_fires() -> None:
    """Nobody is let in any more."""
    judged = judge_cluster(HERE)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_the_vm_is_not_told() -> None:
    """It is healthy, and this is no part of it."""
    judged = judge_ceph(HERE)

    assert judged.diagnosis.answer == "healthy"
    assert judged.probability(ID) == 0.0


def test_twin_is_silent() -> None:
    """The monitors answer, the manager does not."""
    assert judge_cluster({ceph_cluster.MANAGER: "silent"}).probability(ID) < 0.5


def test_blind_is_silent() -> None:
    """Without a look at it nothing is said."""
    assert judge_cluster(dict.fromkeys((ceph_cluster.ANSWERS,), UNSEEN)).probability(ID) < 0.5
