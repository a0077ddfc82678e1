"""Cases of controller_manager_down."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import kube_cluster, workload
from tests.support.cluster import WORKLOAD, judge
from tests.support.machine import Readings

ID = "controller_manager_down"
SEEN: Readings = {
    kube_cluster.MANAGER_OVERDUE: 300.0,
    kube_cluster.OVERDUE_LEADERS: 1.0,
    workload.MISSING: 2.0,
    workload.STALE: 1.0,
}


def test_fires() -> None:
    """Its lease ran out five minutes ago."""
    judged = judge(SEEN, WORKLOAD)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """Both at once: they write their leases to the same place."""
    judged = judge(
        SEEN | {kube_cluster.SCHEDULER_OVERDUE: 300.0, kube_cluster.OVERDUE_LEADERS: 2.0}, WORKLOAD
    )

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list leases nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                kube_cluster.MANAGER_OVERDUE,
                workload.MISSING,
                workload.STALE,
            ),
            denied,
        ),
        WORKLOAD,
    )

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, None) is Standing.UNDECIDED
