"""Cases of ceph_cluster_paused."""

from downstack.model import Layer, Path
from downstack.model.verdict import Standing
from downstack.signals import ceph_cluster, ceph_peers, ceph_pool
from tests.support.ceph_machine import STANDS, UNSEEN, Changes, judge_ceph, judge_cluster

ID = "ceph_cluster_paused"
PAUSED: Changes = STANDS | {
    ceph_cluster.PAUSED: "yes",
    ceph_peers.PAUSED: "yes",
    ceph_pool.INACTIVE: 32.0,
}
"""The lab's cluster after `ceph osd pause`."""


def test_fires() -> None:
    """The flags hold every request."""
    judged = judge_ceph(PAUSED)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_full_pool() -> None:
    """Another reason for the same silence."""
    judged = judge_ceph(STANDS | {ceph_pool.FULL: "full"})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("ceph_pool_full",)


def test_other_flags_are_no_cause() -> None:
    """Noout holds nothing."""
    judged = judge_ceph({ceph_cluster.NOOUT: "set", ceph_cluster.NO_SCRUB: "yes"})

    assert judged.named == ()
    assert judged.diagnosis.answer == "healthy"


def test_blind_is_not_cleared() -> None:
    """Without the map of the OSDs nobody knows."""
    judged = judge_ceph(STANDS | {ceph_cluster.PAUSED: UNSEEN, ceph_peers.PAUSED: UNSEEN})

    assert ID not in judged.named
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is not Standing.EXONERATED


def test_the_cluster_suffers_from_it() -> None:
    """Whoever uses the cluster."""
    assert judge_cluster(PAUSED).named == (ID,)
