"""Cases of apiserver_slow."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import kube_cluster
from tests.support.cluster import CLUSTER, judge
from tests.support.machine import Readings

ID = "apiserver_slow"
SEEN: Readings = {
    kube_cluster.MEAN_REQUEST: 2.5,
    kube_cluster.ANSWER_SECONDS: 1.4,
    kube_cluster.MEAN_ETCD: 0.002,
}


def test_fires() -> None:
    """2.5 s a request, 2 ms of them in etcd."""
    judged = judge(SEEN, CLUSTER)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """Etcd is what takes the time."""
    judged = judge(SEEN | {kube_cluster.MEAN_ETCD: 1.9}, CLUSTER)

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to get /metrics nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                kube_cluster.MEAN_REQUEST,
                kube_cluster.ANSWER_SECONDS,
                kube_cluster.MEAN_ETCD,
                kube_cluster.API,
            ),
            denied,
        ),
        CLUSTER,
    )

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, Path.CPU) is Standing.UNDECIDED
