"""Cases of node_unreachable."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import node
from tests.support.cluster import NODE, judge
from tests.support.machine import Readings

ID = "node_unreachable"
SEEN: Readings = {
    node.READY: "unknown",
    node.WHY_NOT_READY: "silent",
    node.LIFE_AGE: 180.0,
    node.LEASE_AGE: 180.0,
    node.PLACE: "elsewhere",
}


def test_fires() -> None:
    """Nothing on the node gives a sign of life."""
    judged = judge(SEEN, NODE)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """We are on it: it is the kubelet alone."""
    judged = judge(
        {
            node.READY: "unknown",
            node.WHY_NOT_READY: "silent",
            node.KUBELET: "absent",
            node.PLACE: "here",
            node.LEASE_AGE: 180.0,
            node.LIFE_AGE: 2.0,
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
                node.LIFE_AGE,
                node.KUBELET,
            ),
            denied,
        ),
        NODE,
    )

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, None) is Standing.UNDECIDED
