"""Cases of node_memory_pressure."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import node
from tests.support.cluster import NODE, judge
from tests.support.machine import Readings

ID = "node_memory_pressure"
SEEN: Readings = {node.MEMORY_PRESSURE: "true", node.PRESSURE: "yes"}


def test_fires() -> None:
    """The kubelet reports a shortage of memory."""
    judged = judge(SEEN, NODE)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """Something else is short."""
    judged = judge({node.DISK_PRESSURE: "true", node.PRESSURE: "yes"}, NODE)

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list nodes nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                node.MEMORY_PRESSURE,
                node.PRESSURE,
            ),
            denied,
        ),
        NODE,
    )

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, Path.MEMORY) is Standing.UNDECIDED
