"""Cases of quota_exceeded."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import kube_cluster, workload
from tests.support.cluster import WORKLOAD, judge
from tests.support.machine import Readings

ID = "quota_exceeded"
SEEN: Readings = {workload.REFUSED: "quota", workload.MISSING: 2.0}


def test_fires() -> None:
    """Exceeded quota, and two pods are missing."""
    judged = judge(SEEN, WORKLOAD)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """Nobody has even tried to make them."""
    judged = judge({kube_cluster.MANAGER_OVERDUE: 300.0, workload.MISSING: 2.0}, WORKLOAD)

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list deployments nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                workload.REFUSED,
                workload.MISSING,
                workload.STALE,
            ),
            denied,
        ),
        WORKLOAD,
    )

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, None) is Standing.UNDECIDED
