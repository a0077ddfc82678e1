"""Cases of ceph_osd_just_lost."""

from downstack.model import Layer, Path
from downstack.model.verdict import Standing
from downstack.signals import ceph_osd, ceph_pool
from tests.support.ceph_machine import (
    NOTHING,
    OSDS,
    STANDS,
    UNSEEN,
    Changes,
    judge_ceph,
    judge_cluster,
)

ID = "ceph_osd_just_lost"
DOWN: Changes = {
    ceph_osd.STATE: "down",
    ceph_osd.ANSWERS: NOTHING,
    ceph_osd.ANSWER_TIME: NOTHING,
    ceph_pool.UNDERSIZED: 10.0,
    ceph_pool.MOVING: 4.0,
}
LOST: Changes = STANDS | DOWN | {ceph_osd.AWAITED: 3.0, ceph_pool.INACTIVE: 3.0}
"""The storm's osd.3, twelve seconds after it was marked down: three groups still waited."""


def test_fires() -> None:
    """It is down, and groups wait for its lease."""
    judged = judge_ceph(LOST)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_the_cluster_suffers_from_it() -> None:
    """It is silent to us, too."""
    assert judge_cluster(LOST).named == (ID,)


def test_twin_is_a_pool_below_min_size() -> None:
    """Two were lost: no lease is waited for, there are too few copies."""
    judged = judge_ceph(STANDS | DOWN | {ceph_pool.SHORT: 5.0, ceph_pool.INACTIVE: 5.0})

    assert judged.named == ("ceph_pool_below_min_size",)
    assert judged.probability(ID) < 0.5


def test_an_osd_that_was_lost_and_is_not_waited_for_is_no_cause() -> None:
    """All groups go on without it: nobody is blamed, whatever else is slow."""
    assert judge_ceph(DOWN).diagnosis.answer == "healthy"
    assert ID not in judge_ceph(STANDS | DOWN).named


def test_blind_is_not_cleared() -> None:
    """Without a probe nobody knows whether a group that should wait does."""
    judged = judge_ceph(
        STANDS
        | dict.fromkeys(((osd, ceph_osd.AWAITED) for osd in OSDS), UNSEEN)
        | {ceph_pool.INACTIVE: UNSEEN}
    )

    assert ID not in judged.named
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is not Standing.EXONERATED
