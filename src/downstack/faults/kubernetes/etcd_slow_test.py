"""Cases of etcd_slow."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import kube_cluster
from tests.support.cluster import CLUSTER, judge
from tests.support.machine import Readings

ID = "etcd_slow"
SEEN: Readings = {
    kube_cluster.MEAN_ETCD: 1.2,
    kube_cluster.MEAN_CHANGE: 1.5,
    kube_cluster.ANSWER_SECONDS: 1.3,
}


def test_fires() -> None:
    """1.2 s of 1.5 s a request are spent in etcd."""
    judged = judge(SEEN, CLUSTER)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """Etcd answers at once."""
    judged = judge(
        {
            kube_cluster.MEAN_CHANGE: 2.5,
            kube_cluster.ANSWER_SECONDS: 1.4,
            kube_cluster.OWN_SECONDS: 1.2,
            kube_cluster.MEAN_ETCD: 0.002,
        },
        CLUSTER,
    )

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to get /metrics nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                kube_cluster.MEAN_ETCD,
                kube_cluster.MEAN_CHANGE,
                kube_cluster.ANSWER_SECONDS,
                kube_cluster.OWN_SECONDS,
                kube_cluster.API,
            ),
            denied,
        ),
        CLUSTER,
    )

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, Path.STORAGE) is Standing.UNDECIDED


def test_a_cluster_is_not_counted_among_the_vms_of_a_host() -> None:
    """It has no scope there."""
    assert judge(SEEN, CLUSTER).diagnosis.questions[-1].answer == "not known"
