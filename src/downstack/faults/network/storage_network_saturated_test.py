"""Cases of storage_network_saturated."""

from downstack.model import Layer, Path
from downstack.model.verdict import Standing
from downstack.signals import backend_network, ceph_osd, link, storage_link
from tests.support.ceph_machine import OSDS, SLOW, UNSEEN, Changes, judge_ceph

ID = "storage_network_saturated"
SATURATED: Changes = (
    SLOW
    | dict.fromkeys(((osd, ceph_osd.ANSWER_TIME) for osd in OSDS), 0.2)
    | {
        storage_link.USED: 0.98,
        link.QDISC_BACKLOG: 20000.0,
        storage_link.WAITING: 20000.0,
        backend_network.RETRANSMITS: 0.03,
    }
)
"""The lab's host with an uplink of 1 Mbit/s."""


def test_fires() -> None:
    """Requests wait in the queue of the interface."""
    judged = judge_ceph(SATURATED)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_fires_where_an_osd_does_not_answer_us_in_time() -> None:
    """The lab's osd.1: what we ask was dropped, twice."""
    judged = judge_ceph(
        SATURATED | {(OSDS[1], ceph_osd.ANSWERS): "silent", (OSDS[1], ceph_osd.ANSWER_TIME): UNSEEN}
    )

    assert judged.named == (ID,)


def test_twin_is_a_network_that_loses() -> None:
    """The interface is idle."""
    judged = judge_ceph(
        SLOW
        | dict.fromkeys(((osd, ceph_osd.ANSWER_TIME) for osd in OSDS), 0.2)
        | {backend_network.RETRANSMITS: 0.1}
    )

    assert judged.probability(ID) < 0.5
    assert judged.named == ("ceph_network_lossy",)


def test_a_busy_interface_is_no_cause() -> None:
    """Nobody waits."""
    judged = judge_ceph({storage_link.USED: 0.9})

    assert judged.named == ()
    assert judged.diagnosis.answer == "healthy"


def test_blind_is_not_cleared() -> None:
    """Without tc nobody knows."""
    judged = judge_ceph(SLOW | {storage_link.USED: UNSEEN, link.QDISC_BACKLOG: UNSEEN})

    assert ID not in judged.named
    assert judged.standing(Layer.NETWORK, Path.STORAGE) is not Standing.EXONERATED
