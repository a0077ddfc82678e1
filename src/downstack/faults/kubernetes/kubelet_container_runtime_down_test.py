"""Cases of kubelet_container_runtime_down."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import node
from tests.support.cluster import NODE, judge
from tests.support.machine import Readings

ID = "kubelet_container_runtime_down"
SEEN: Readings = {node.READY: "false", node.WHY_NOT_READY: "runtime"}


def test_fires() -> None:
    """Container runtime is down."""
    judged = judge(SEEN, NODE)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """The kubelet is what does not run."""
    judged = judge(
        {
            node.READY: "unknown",
            node.WHY_NOT_READY: "silent",
            node.KUBELET: "absent",
            node.PLACE: "here",
            node.RUNTIME: "runs",
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
                node.WHY_NOT_READY,
                node.RUNTIME,
            ),
            denied,
        ),
        NODE,
    )

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, None) is Standing.UNDECIDED
