"""Cases of image_pull_failing."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import container, pod
from tests.support.cluster import judge
from tests.support.machine import Readings

ID = "image_pull_failing"
SEEN: Readings = {
    container.STATE: "waiting",
    container.WAITS_FOR: "image",
    pod.BLOCKED: 1.0,
    pod.STARTING: 300.0,
    pod.UNREADY: 300.0,
}


def test_fires() -> None:
    """ImagePullBackOff for five minutes."""
    judged = judge(SEEN)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """The image is there; a ConfigMap is not."""
    judged = judge(SEEN | {container.WAITS_FOR: "configuration"})

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list pods nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                container.WAITS_FOR,
                container.STATE,
                pod.BLOCKED,
                pod.FAILED_STARTS,
                pod.STARTING,
                pod.UNREADY,
                pod.REFUSED_PROBES,
            ),
            denied,
        )
    )

    assert ID not in judged.named
    assert judged.standing(Layer.CONTAINER, None) is Standing.UNDECIDED
