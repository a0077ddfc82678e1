"""Cases of pod_evicted."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import pod
from tests.support.cluster import judge
from tests.support.machine import Readings

ID = "pod_evicted"
SEEN: Readings = {pod.FAILED: "evicted", pod.PHASE: "Failed"}


def test_fires() -> None:
    """The node was low on resource: memory."""
    judged = judge(SEEN)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """Its program ended with an error, and it may not be started again."""
    judged = judge({pod.FAILED: "error", pod.PHASE: "Failed"})

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list pods nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                pod.FAILED,
                pod.PHASE,
            ),
            denied,
        )
    )

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, None) is Standing.UNDECIDED
