"""Cases of ceph_osd_slow_ops."""

from downstack.model import Layer, Path
from downstack.model.verdict import Standing
from downstack.signals import ceph_osd, ceph_peers
from tests.support.ceph_machine import (
    OSDS,
    SLOW,
    STANDS,
    UNSEEN,
    Changes,
    judge_ceph,
    judge_cluster,
)

ID = "ceph_osd_slow_ops"
LATE: Changes = SLOW | {ceph_osd.ANSWER_TIME: 0.31, ceph_peers.ANSWERS_LATER: 310.0}
"""The lab's osd.1 with 0.3 s before each request; its store said 0 ms."""


def test_fires() -> None:
    """It answers late, and its disk does not."""
    judged = judge_ceph(LATE)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_fires_where_nothing_ends_within_the_window() -> None:
    """The lab's osd.1 took 3.1 s, longer than we looked: late, not silent."""
    judged = judge_ceph(STANDS | {ceph_osd.ANSWER_TIME: 3.1, ceph_peers.ANSWERS_LATER: 3100.0})

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_slow_disk() -> None:
    """The store is slow too."""
    judged = judge_ceph(LATE | {ceph_osd.COMMIT_LATENCY: 0.9, ceph_peers.STANDS_OUT: 220.0})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("ceph_osd_disk_slow",)


def test_an_osd_that_answers_is_no_cause() -> None:
    """A millisecond."""
    judged = judge_ceph({})

    assert judged.named == ()
    assert judged.diagnosis.answer == "healthy"


def test_blind_is_not_cleared() -> None:
    """Without a probe and without health nobody knows."""
    judged = judge_ceph(
        SLOW
        | dict.fromkeys(
            (
                (osd, signal)
                for osd in OSDS
                for signal in (ceph_osd.ANSWER_TIME, ceph_peers.ANSWERS_LATER, ceph_osd.SLOW_OPS)
            ),
            UNSEEN,
        )
    )

    assert ID not in judged.named
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is not Standing.EXONERATED


def test_the_cluster_suffers_from_it() -> None:
    """It answers us late, too."""
    assert judge_cluster(LATE).named == (ID,)
