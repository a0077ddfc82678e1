"""Cases of ceph_osd_disk_slow."""

from downstack.model import Layer, Path
from downstack.model.verdict import Standing
from downstack.signals import ceph_cluster, ceph_osd, ceph_peers
from tests.support.ceph_machine import OSDS, SLOW, UNSEEN, Changes, judge_ceph, judge_cluster

ID = "ceph_osd_disk_slow"
SLOW_DISK: Changes = SLOW | {
    ceph_osd.COMMIT_LATENCY: 0.966,
    ceph_peers.STANDS_OUT: 240.0,
    ceph_peers.SLOWEST_COMMIT: 0.966,
}
"""The lab's osd.0 with eight writes per second, the others at 4 ms; health was HEALTH_OK."""


def test_fires() -> None:
    """Its store is slow, and no other."""
    judged = judge_ceph(SLOW_DISK)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_recovery_storm() -> None:
    """All stores are slow while groups move."""
    judged = judge_ceph(
        SLOW
        | dict.fromkeys(((osd, ceph_osd.COMMIT_LATENCY) for osd in OSDS), 0.4)
        | {ceph_cluster.MEDIAN_COMMIT: 0.4, ceph_peers.MOVING: 12.0}
    )

    assert judged.probability(ID) < 0.5
    assert judged.named == ("ceph_recovery_storm",)


def test_a_slow_disk_that_nobody_feels_is_no_cause() -> None:
    """The VM waits for nothing."""
    judged = judge_ceph({ceph_osd.COMMIT_LATENCY: 0.966, ceph_peers.STANDS_OUT: 240.0})

    assert judged.named == ()
    assert judged.diagnosis.answer == "healthy"


def test_blind_is_not_cleared() -> None:
    """Without the manager nobody knows the latency."""
    judged = judge_ceph(
        SLOW
        | dict.fromkeys(((osd, ceph_osd.COMMIT_LATENCY) for osd in OSDS), UNSEEN)
        | dict.fromkeys(((osd, ceph_peers.STANDS_OUT) for osd in OSDS), UNSEEN)
    )

    assert ID not in judged.named
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is not Standing.EXONERATED


def test_the_cluster_suffers_from_it() -> None:
    """Its own readings tell, whoever waits."""
    assert judge_cluster(SLOW_DISK).named == (ID,)
