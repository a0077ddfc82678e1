"""Cases of pod_unschedulable_taint."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import pod
from tests.support.cluster import judge
from tests.support.machine import Readings

ID = "pod_unschedulable_taint"
SEEN: Readings = {pod.NODES_TAINTED: 3.0, pod.PENDING: 120.0, pod.SCHEDULED: "refused"}


def test_fires() -> None:
    """3 node(s) had taints that the pod didn't tolerate."""
    judged = judge(SEEN)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """They have no taint, and do not match."""
    judged = judge({pod.NODES_NOT_MATCHING: 3.0, pod.PENDING: 120.0, pod.SCHEDULED: "refused"})

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list pods nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                pod.NODES_TAINTED,
                pod.PENDING,
                pod.SCHEDULED,
            ),
            denied,
        )
    )

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, None) is Standing.UNDECIDED
