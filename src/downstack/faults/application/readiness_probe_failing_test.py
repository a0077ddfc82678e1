"""Cases of readiness_probe_failing."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import container, pod
from tests.support.cluster import judge
from tests.support.machine import Readings

ID = "readiness_probe_failing"
SEEN: Readings = {
    container.READINESS_ANSWER: "refused",
    pod.REFUSED_PROBES: 12.0,
    pod.UNREADY: 240.0,
}


def test_fires() -> None:
    """Twelve failed probes, and the pod is not ready."""
    judged = judge(SEEN)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """It does not even run: its image is not there."""
    judged = judge(
        {
            pod.UNREADY: 240.0,
            container.STATE: "waiting",
            container.WAITS_FOR: "image",
            pod.STARTING: 240.0,
        }
    )

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list events nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                container.READINESS_ANSWER,
                container.STATE,
                pod.UNREADY,
                pod.REFUSED_PROBES,
            ),
            denied,
        )
    )

    assert ID not in judged.named
    assert judged.standing(Layer.APPLICATION, None) is Standing.UNDECIDED
