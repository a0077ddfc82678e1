"""Cases of volume_attach_stuck."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import container, pod, volume
from tests.support.cluster import judge
from tests.support.machine import Readings

ID = "volume_attach_stuck"
SEEN: Readings = {
    volume.ATTACHED: "failing",
    pod.ATTACH_FAILURES: 6.0,
    pod.STARTING: 300.0,
    pod.UNREADY: 300.0,
    container.WAITS_FOR: "start",
    container.STATE: "waiting",
}


def test_fires() -> None:
    """The driver refuses, six times."""
    judged = judge(SEEN)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """It is attached, and cannot be mounted."""
    judged = judge({pod.MOUNT_FAILURES: 6.0, pod.STARTING: 300.0, pod.UNREADY: 300.0})

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list attachments and pods nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                volume.ATTACHED,
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
    assert judged.standing(Layer.KUBERNETES, Path.STORAGE) is Standing.UNDECIDED
