"""Cases of ceph_recovery_storm."""

from downstack.model import Layer, Path
from downstack.model.verdict import Standing
from downstack.signals import ceph_cluster, ceph_osd, ceph_peers, ceph_pool
from tests.support.ceph_machine import OSDS, SLOW, UNSEEN, Changes, judge_ceph, judge_cluster

ID = "ceph_recovery_storm"
STORM: Changes = (
    SLOW
    | dict.fromkeys(((osd, ceph_osd.COMMIT_LATENCY) for osd in OSDS), 0.4)
    | {
        ceph_cluster.MEDIAN_COMMIT: 0.4,
        ceph_peers.SLOWEST_COMMIT: 0.5,
        ceph_peers.MOVING: 12.0,
        ceph_pool.MOVING: 12.0,
    }
)
"""The lab's cluster on slow disks after an OSD was marked out."""


def test_fires() -> None:
    """All stores are slow while groups move."""
    judged = judge_ceph(STORM)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_one_slow_disk() -> None:
    """Groups move, and one store alone is slow."""
    judged = judge_ceph(
        SLOW
        | {ceph_osd.COMMIT_LATENCY: 0.966, ceph_peers.STANDS_OUT: 240.0, ceph_peers.MOVING: 1.0}
    )

    assert judged.probability(ID) < 0.5
    assert judged.named == ("ceph_osd_disk_slow",)


def test_groups_that_move_without_harm_are_no_cause() -> None:
    """Stores are fast."""
    judged = judge_ceph({ceph_peers.MOVING: 12.0, ceph_pool.MOVING: 12.0})

    assert judged.named == ()
    assert judged.diagnosis.answer == "healthy"


def test_blind_is_not_cleared() -> None:
    """Without the manager nobody knows."""
    judged = judge_ceph(
        SLOW
        | {ceph_cluster.MEDIAN_COMMIT: UNSEEN, ceph_peers.MOVING: UNSEEN}
        | dict.fromkeys(
            (
                (osd, signal)
                for osd in OSDS
                for signal in (ceph_osd.COMMIT_LATENCY, ceph_peers.STANDS_OUT)
            ),
            UNSEEN,
        )
    )

    assert ID not in judged.named
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is not Standing.EXONERATED


def test_the_cluster_suffers_from_it() -> None:
    """Its own readings tell, whoever waits."""
    assert judge_cluster(STORM).named == (ID,)
