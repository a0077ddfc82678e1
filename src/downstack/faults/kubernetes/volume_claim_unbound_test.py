"""Cases of volume_claim_unbound."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import pod, volume
from tests.support.cluster import judge
from tests.support.machine import Readings

ID = "volume_claim_unbound"
SEEN: Readings = {
    volume.CLAIM: "Pending",
    volume.CLASS_KNOWN: "no",
    pod.CLAIMS_UNBOUND: 1.0,
    pod.PENDING: 120.0,
    pod.SCHEDULED: "refused",
}


def test_fires() -> None:
    """Its class does not exist."""
    judged = judge(SEEN)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """The claim is bound; the nodes are full."""
    judged = judge({pod.NODES_WITHOUT_CPU: 3.0, pod.PENDING: 120.0, pod.SCHEDULED: "refused"})

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list claims and pods nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                volume.CLAIM,
                volume.CLASS_KNOWN,
                pod.PENDING,
                pod.SCHEDULED,
            ),
            denied,
        )
    )

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, Path.STORAGE) is Standing.UNDECIDED
