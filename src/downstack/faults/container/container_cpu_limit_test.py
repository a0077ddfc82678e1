"""Cases of container_cpu_limit."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import container, domain_waits, guest, pod, vcpu
from tests.support.cluster import judge
from tests.support.machine import Judged, Readings

ID = "container_cpu_limit"
SEEN: Readings = {container.THROTTLED_RATIO: 0.96, pod.MAX_THROTTLED: 0.96}


def test_fires() -> None:
    """Throttled in 96 of 100 periods."""
    judged = judge(SEEN)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """No period was throttled, and the host withholds the CPU from the node."""
    judged = judge(
        {
            container.THROTTLED_RATIO: 0.0,
            pod.MAX_THROTTLED: 0.0,
            guest.STEAL_RATIO: 0.4,
            domain_waits.MAX_DELAY: 0.4,
            vcpu.MAX_CONTENTION: 0.4,
        }
    )

    assert judged.probability(ID) < 0.5


def from_afar(filled: float) -> Judged:
    """Return what is said of a late pod when metrics-server tells how full its limit is.

    The cgroup is on another machine.
    """
    denied = Absent(Reason.DENIED)
    return judge(
        {
            container.THROTTLED_RATIO: denied,
            pod.MAX_THROTTLED: denied,
            container.CPU_FILLED: filled,
            container.READINESS_ANSWER: "late",
            pod.UNREADY: 30.0,
        }
    )


def test_full_from_afar() -> None:
    """The limit is used up."""
    judged = from_afar(0.99)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_half_used_from_afar_clears_nothing() -> None:
    """A mean of half the limit may be bursts which are throttled."""
    judged = from_afar(0.5)

    assert judged.named == ()
    assert judged.standing(Layer.CONTAINER, Path.CPU) is Standing.UNDECIDED


def test_blind() -> None:
    """The cgroup is on another machine: nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                container.THROTTLED_RATIO,
                pod.MAX_THROTTLED,
                container.CPU_FILLED,
            ),
            denied,
        )
    )

    assert ID not in judged.named
    assert judged.standing(Layer.CONTAINER, Path.CPU) is Standing.UNDECIDED
