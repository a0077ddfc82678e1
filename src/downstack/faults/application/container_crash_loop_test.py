"""Cases of container_crash_loop."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import container, pod
from tests.support.cluster import judge
from tests.support.machine import Readings

ID = "container_crash_loop"
SEEN: Readings = {
    container.LAST_END: "error",
    container.WAITS_FOR: "back_off",
    pod.RECENT_RESTARTS: 1.0,
    pod.UNREADY: 240.0,
}


def test_fires() -> None:
    """Exit code 1, five times, and the kubelet waits."""
    judged = judge(SEEN)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """The kernel killed it at its memory limit."""
    judged = judge(SEEN | {container.LAST_END: "out_of_memory"})

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list pods nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                container.LAST_END,
                container.WAITS_FOR,
                pod.RECENT_RESTARTS,
                pod.UNREADY,
                container.LIVENESS_KILLS,
            ),
            denied,
        )
    )

    assert ID not in judged.named
    assert judged.standing(Layer.APPLICATION, None) is Standing.UNDECIDED
