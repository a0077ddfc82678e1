"""Cases of ceph_object_unfound."""

from downstack.model import Layer, Path
from downstack.model.verdict import Standing
from downstack.signals import ceph_pool
from tests.support.ceph_machine import STANDS, UNSEEN, Changes, judge_ceph, judge_cluster

ID = "ceph_object_unfound"
UNFOUND: Changes = STANDS | {ceph_pool.UNFOUND: 1.0}
"""A group that misses the newest copy of an object."""


def test_fires() -> None:
    """Who touches it waits."""
    judged = judge_ceph(UNFOUND)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_group_that_is_down() -> None:
    """All of it waits."""
    judged = judge_ceph(STANDS | {ceph_pool.LOST: 4.0, ceph_pool.INACTIVE: 4.0})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("ceph_groups_lost",)


def test_an_object_that_nobody_touches_is_no_cause() -> None:
    """The VM waits for nothing."""
    judged = judge_ceph({ceph_pool.UNFOUND: 1.0})

    assert judged.named == ()
    assert judged.diagnosis.answer == "healthy"


def test_blind_is_not_cleared() -> None:
    """Without the groups nobody knows."""
    judged = judge_ceph(STANDS | {ceph_pool.UNFOUND: UNSEEN})

    assert ID not in judged.named
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is not Standing.EXONERATED


def test_the_cluster_suffers_from_it() -> None:
    """Data is missing, whoever asks for it."""
    assert judge_cluster(UNFOUND).named == (ID,)
