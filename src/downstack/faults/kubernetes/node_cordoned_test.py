"""Cases of node_cordoned."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import node, pod
from tests.support.cluster import judge
from tests.support.machine import Readings

ID = "node_cordoned"
SEEN: Readings = {
    node.CORDONED: "yes",
    pod.NODES_CORDONED: 1.0,
    pod.PENDING: 120.0,
    pod.SCHEDULED: "refused",
}


def test_fires() -> None:
    """1 node(s) were unschedulable."""
    judged = judge(SEEN)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """The node is open and full."""
    judged = judge({pod.NODES_WITHOUT_CPU: 3.0, pod.PENDING: 120.0, pod.SCHEDULED: "refused"})

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list pods and nodes nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                node.CORDONED,
                pod.NODES_CORDONED,
                pod.PENDING,
                pod.SCHEDULED,
            ),
            denied,
        )
    )

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, None) is Standing.UNDECIDED
