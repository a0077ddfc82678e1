"""Cases of scheduler_down."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import kube_cluster, pod
from tests.support.cluster import judge
from tests.support.machine import Readings

ID = "scheduler_down"
SEEN: Readings = {
    kube_cluster.SCHEDULER_OVERDUE: 300.0,
    kube_cluster.OVERDUE_LEADERS: 1.0,
    pod.SCHEDULED: "unseen",
    pod.PENDING: 90.0,
}


def test_fires() -> None:
    """Its lease ran out five minutes ago."""
    judged = judge(SEEN)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """Both at once: they write their leases to the same place."""
    judged = judge(SEEN | {kube_cluster.MANAGER_OVERDUE: 300.0, kube_cluster.OVERDUE_LEADERS: 2.0})

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list leases nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                kube_cluster.SCHEDULER_OVERDUE,
                pod.SCHEDULED,
                pod.PENDING,
            ),
            denied,
        )
    )

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, None) is Standing.UNDECIDED
