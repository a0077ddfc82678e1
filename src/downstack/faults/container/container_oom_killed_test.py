"""Cases of container_oom_killed."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import container, pod
from tests.support.cluster import judge
from tests.support.machine import Readings

ID = "container_oom_killed"
SEEN: Readings = {
    container.LAST_END: "out_of_memory",
    container.WAITS_FOR: "back_off",
    pod.RECENT_RESTARTS: 1.0,
    pod.UNREADY: 40.0,
}


def test_fires() -> None:
    """OOMKilled, exit code 137."""
    judged = judge(SEEN)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """The program ended by itself."""
    judged = judge(SEEN | {container.LAST_END: "error"})

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list pods nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                container.LAST_END,
                container.NEW_OOM_KILLS,
                pod.RECENT_RESTARTS,
                pod.UNREADY,
            ),
            denied,
        )
    )

    assert ID not in judged.named
    assert judged.standing(Layer.CONTAINER, Path.MEMORY) is Standing.UNDECIDED
