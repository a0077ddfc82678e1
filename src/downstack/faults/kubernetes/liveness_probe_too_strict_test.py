"""Cases of liveness_probe_too_strict."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import container, pod
from tests.support.cluster import judge
from tests.support.machine import Readings

ID = "liveness_probe_too_strict"
SEEN: Readings = {
    container.LIVENESS_KILLS: 4.0,
    container.LIVENESS_FAILURES: 5.0,
    container.LIVENESS_LATE: 5.0,
    container.LIVENESS_PATIENCE: 2.0,
    container.LAST_END: "error",
    pod.RECENT_RESTARTS: 1.0,
    pod.UNREADY: 40.0,
}


def test_fires() -> None:
    """Four kills after two seconds without an answer."""
    judged = judge(SEEN)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """Nobody killed it: it ended by itself."""
    judged = judge(
        SEEN
        | {
            container.LIVENESS_KILLS: 0.0,
            container.LIVENESS_LATE: 0.0,
            container.WAITS_FOR: "back_off",
        }
    )

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list events nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                container.LIVENESS_KILLS,
                container.LIVENESS_LATE,
                container.LIVENESS_PATIENCE,
                pod.RECENT_RESTARTS,
                pod.UNREADY,
            ),
            denied,
        )
    )

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, None) is Standing.UNDECIDED
