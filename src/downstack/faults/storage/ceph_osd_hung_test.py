"""Cases of ceph_osd_hung."""

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

ID = "ceph_osd_hung"
HUNG: Changes = STANDS | {ceph_osd.ANSWERS: "silent", ceph_osd.ANSWER_TIME: NOTHING}
"""The lab's osd.2 after SIGSTOP, before its peers complained."""


def test_fires() -> None:
    """It counts as up and answers nothing."""
    judged = judge_ceph(HUNG)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_pool_below_min_size() -> None:
    """It is down, and known to be so."""
    judged = judge_ceph(
        STANDS
        | {
            ceph_osd.STATE: "down",
            ceph_osd.ANSWERS: NOTHING,
            ceph_pool.SHORT: 5.0,
            ceph_pool.INACTIVE: 5.0,
        }
    )

    assert judged.probability(ID) < 0.5
    assert judged.named == ("ceph_pool_below_min_size",)


def test_an_osd_that_is_down_is_no_cause() -> None:
    """The others go on without it."""
    judged = judge_ceph(
        {ceph_osd.STATE: "down", ceph_osd.ANSWERS: NOTHING, ceph_pool.UNDERSIZED: 8.0}
    )

    assert judged.named == ()
    assert judged.diagnosis.answer == "healthy"


def test_blind_is_not_cleared() -> None:
    """Without a probe nobody knows."""
    judged = judge_ceph(STANDS | dict.fromkeys(((osd, ceph_osd.ANSWERS) for osd in OSDS), UNSEEN))

    assert ID not in judged.named
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is not Standing.EXONERATED


def test_the_cluster_suffers_from_it() -> None:
    """It is silent to us, too."""
    assert judge_cluster(HUNG).named == (ID,)
