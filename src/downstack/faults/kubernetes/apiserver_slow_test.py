"""Cases of apiserver_slow."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import kube_cluster
from tests.support.cluster import CLUSTER, judge
from tests.support.machine import Readings

ID = "apiserver_slow"
SEEN: Readings = {
    kube_cluster.MEAN_CHANGE: 2.5,
    kube_cluster.ANSWER_SECONDS: 1.4,
    kube_cluster.OWN_SECONDS: 1.2,
    kube_cluster.MEAN_ETCD: 0.002,
}


def test_fires() -> None:
    """2.5 s a request, 2 ms of them in etcd."""
    judged = judge(SEEN, CLUSTER)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_fires_where_it_is_too_slow_to_measure_etcd() -> None:
    """The lab's server with 0.03 of a CPU: etcd's answers wait for it as well."""
    judged = judge(SEEN | {kube_cluster.MEAN_ETCD: 0.113}, CLUSTER)

    assert judged.named == (ID,)


def test_twin() -> None:
    """Etcd is what takes the time."""
    judged = judge(SEEN | {kube_cluster.MEAN_ETCD: 1.9, kube_cluster.OWN_SECONDS: 0.004}, CLUSTER)

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to get /metrics nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                kube_cluster.MEAN_CHANGE,
                kube_cluster.ANSWER_SECONDS,
                kube_cluster.OWN_SECONDS,
                kube_cluster.MEAN_ETCD,
                kube_cluster.API,
            ),
            denied,
        ),
        CLUSTER,
    )

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, Path.CPU) is Standing.UNDECIDED


def test_fires_where_it_takes_connections_and_answers_nothing() -> None:
    """In the lab with 5 % of a CPU: TLS alone does not come in time, and somebody listens."""
    late = Absent(Reason.TIMED_OUT)
    unanswered = dict.fromkeys(
        (
            kube_cluster.ANSWER_SECONDS,
            kube_cluster.OWN_SECONDS,
            kube_cluster.MEAN_CHANGE,
            kube_cluster.MEAN_ETCD,
        ),
        late,
    )
    judged = judge({**unanswered, kube_cluster.API: "stalled"}, CLUSTER)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8
