"""Cases of kubelet_down."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import node
from tests.support.cluster import NODE, judge
from tests.support.machine import Readings

ID = "kubelet_down"
SEEN: Readings = {
    node.READY: "unknown",
    node.WHY_NOT_READY: "silent",
    node.KUBELET: "absent",
    node.PLACE: "here",
    node.LEASE_AGE: 180.0,
}


def test_fires() -> None:
    """This machine is the node, and no kubelet runs on it."""
    judged = judge(SEEN, NODE)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """All that runs on the node has fallen silent with it."""
    judged = judge(
        {
            node.READY: "unknown",
            node.WHY_NOT_READY: "silent",
            node.LIFE_AGE: 180.0,
            node.LEASE_AGE: 180.0,
        },
        NODE,
    )

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list nodes nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                node.READY,
                node.KUBELET,
                node.LIFE_AGE,
            ),
            denied,
        ),
        NODE,
    )

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, None) is Standing.UNDECIDED
