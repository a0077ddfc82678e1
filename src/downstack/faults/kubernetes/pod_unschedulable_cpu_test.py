"""Cases of pod_unschedulable_cpu."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import pod
from tests.support.cluster import judge
from tests.support.machine import Readings

ID = "pod_unschedulable_cpu"
SEEN: Readings = {pod.NODES_WITHOUT_CPU: 3.0, pod.PENDING: 120.0, pod.SCHEDULED: "refused"}


def test_fires() -> None:
    """3 Insufficient cpu."""
    judged = judge(SEEN)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """The other resource is what is missing."""
    judged = judge({pod.NODES_WITHOUT_MEMORY: 3.0, pod.PENDING: 120.0, pod.SCHEDULED: "refused"})

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list pods nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                pod.NODES_WITHOUT_CPU,
                pod.PENDING,
                pod.SCHEDULED,
            ),
            denied,
        )
    )

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, Path.CPU) is Standing.UNDECIDED
