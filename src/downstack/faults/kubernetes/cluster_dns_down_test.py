"""Cases of cluster_dns_down."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import container, kube_cluster, pod
from tests.support.cluster import judge
from tests.support.machine import Readings

ID = "cluster_dns_down"
SEEN: Readings = {kube_cluster.DNS_ADDRESSES: 0.0, pod.DNS_ADDRESSES: 0.0}


def test_fires() -> None:
    """No address is ready."""
    judged = judge(SEEN)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """Two addresses are ready; the program waits for something else."""
    judged = judge({container.READINESS_ANSWER: "refused", pod.UNREADY: 90.0})

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to get endpoints nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                kube_cluster.DNS_ADDRESSES,
                pod.DNS_ADDRESSES,
            ),
            denied,
        )
    )

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, Path.NETWORK) is Standing.UNDECIDED
