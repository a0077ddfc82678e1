"""Cases of ceph_network_lossy."""

from downstack.model import Layer, Path
from downstack.model.verdict import Standing
from downstack.signals import backend_network, ceph_osd, link, storage_link
from tests.support.ceph_machine import OSDS, SLOW, UNSEEN, Changes, judge_ceph

ID = "ceph_network_lossy"
LOSES: Changes = (
    SLOW
    | dict.fromkeys(((osd, ceph_osd.ANSWER_TIME) for osd in OSDS), 0.2)
    | {backend_network.RETRANSMITS: 0.1}
)
"""The lab's host of whose packets to the cluster one in ten is lost each way."""


def test_fires() -> None:
    """What is lost comes 200 ms later."""
    judged = judge_ceph(LOSES)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_full_interface() -> None:
    """Its queue drops what it cannot hold."""
    judged = judge_ceph(
        LOSES
        | {storage_link.USED: 0.98, link.QDISC_BACKLOG: 20000.0, storage_link.WAITING: 20000.0}
    )

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_network_saturated",)


def test_a_lost_packet_is_no_cause() -> None:
    """One in two hundred."""
    judged = judge_ceph({backend_network.RETRANSMITS: 0.005})

    assert judged.named == ()
    assert judged.diagnosis.answer == "healthy"


def test_blind_is_not_cleared() -> None:
    """Without the sockets nobody knows."""
    judged = judge_ceph(SLOW | {backend_network.RETRANSMITS: UNSEEN, storage_link.WAITING: UNSEEN})

    assert ID not in judged.named
    assert judged.standing(Layer.NETWORK, Path.STORAGE) is not Standing.EXONERATED
