"""Cases of pod_sandbox_failing."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import container, pod
from tests.support.cluster import judge
from tests.support.machine import Readings

ID = "pod_sandbox_failing"
SEEN: Readings = {
    pod.SANDBOX_FAILURES: 9.0,
    pod.STARTING: 300.0,
    pod.UNREADY: 300.0,
    container.WAITS_FOR: "start",
    container.STATE: "waiting",
}


def test_fires() -> None:
    """FailedCreatePodSandBox, nine times."""
    judged = judge(SEEN)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """A volume is what is missing."""
    judged = judge({pod.MOUNT_FAILURES: 6.0, pod.STARTING: 300.0, pod.UNREADY: 300.0})

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list events and pods nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                pod.SANDBOX_FAILURES,
                pod.STARTING,
                pod.BLOCKED,
                pod.FAILED_STARTS,
                pod.UNREADY,
                pod.REFUSED_PROBES,
            ),
            denied,
        )
    )

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, Path.NETWORK) is Standing.UNDECIDED
