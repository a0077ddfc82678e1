"""Cases of ceph_pool_full."""

from downstack.model import Layer, Path
from downstack.model.verdict import Standing
from downstack.signals import ceph_osd, ceph_pool, domain_storage, guest, guest_stall
from tests.support.ceph_machine import STANDS, UNSEEN, Changes, judge_ceph, judge_cluster

ID = "ceph_pool_full"
FULL: Changes = STANDS | {ceph_pool.FULL: "full"}
"""The lab's cluster with a full ratio below its use; QEMU counted no failed write."""


def test_fires() -> None:
    """The flag stops the writes."""
    judged = judge_ceph(FULL)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_fires_where_nobody_sees_inside() -> None:
    """The guest hangs at its next write: no counter of the host can tell."""
    inside = (guest_stall.ENDED, guest.IN_FLIGHT, guest.DISK_WAIT, guest.IO_STALLED_RATIO)
    unseen: Changes = dict.fromkeys(inside, UNSEEN)
    judged = judge_ceph(unseen | {ceph_pool.FULL: "full", domain_storage.CLOSED_POOLS: 1.0})

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_the_quota() -> None:
    """The pool's own limit."""
    judged = judge_ceph(STANDS | {ceph_pool.FULL: "quota"})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("ceph_pool_quota_full",)


def test_nearly_full_is_no_cause() -> None:
    """Writes go on."""
    judged = judge_ceph({ceph_pool.FULL: "nearfull", ceph_osd.FULLNESS: "nearfull"})

    assert judged.named == ()
    assert judged.diagnosis.answer == "healthy"


def test_blind_is_not_cleared() -> None:
    """Without the map of the OSDs nobody knows."""
    judged = judge_ceph(STANDS | {ceph_pool.FULL: UNSEEN})

    assert ID not in judged.named
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is not Standing.EXONERATED


def test_the_cluster_suffers_from_it() -> None:
    """Whoever uses the pool."""
    assert judge_cluster({ceph_pool.FULL: "full"}).named == (ID,)
