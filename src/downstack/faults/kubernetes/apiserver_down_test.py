"""Cases of apiserver_down."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import kube_cluster
from tests.support.cluster import CLUSTER, judge
from tests.support.machine import Readings

ID = "apiserver_down"
SEEN: Readings = {kube_cluster.API: "refused"}


def test_fires() -> None:
    """Connection refused."""
    judged = judge(SEEN, CLUSTER)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """It runs, and waits for etcd."""
    judged = judge(
        {kube_cluster.API: "not_ready", kube_cluster.ETCD: "failed", kube_cluster.MEAN_ETCD: 3.0},
        CLUSTER,
    )

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to get /readyz nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(dict.fromkeys((kube_cluster.API,), denied), CLUSTER)

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, None) is Standing.UNDECIDED
