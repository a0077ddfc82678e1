"""Cases of probe_port_closed."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import container, pod
from tests.support.cluster import judge
from tests.support.machine import Readings

ID = "probe_port_closed"
SEEN: Readings = {
    container.READINESS_ANSWER: "closed",
    pod.REFUSED_PROBES: 12.0,
    pod.UNREADY: 240.0,
}


def test_fires() -> None:
    """Twelve connections were refused, and the pod is not ready."""
    judged = judge(SEEN)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_says_no_itself() -> None:
    """Somebody listens, and answers that the program is not ready."""
    judged = judge({**SEEN, container.READINESS_ANSWER: "refused"})

    assert judged.named == ("readiness_probe_failing",)


def test_a_program_without_cpu_time_does_not_listen_yet() -> None:
    """The limit of its container is used up: that is the cause of a late start."""
    judged = judge({**SEEN, container.THROTTLED_RATIO: 0.96, pod.MAX_THROTTLED: 0.96})

    assert judged.named[0] == "container_cpu_limit"


def test_blind() -> None:
    """Without the right to list events nobody knows."""
    denied = Absent(Reason.DENIED)
    asked = (container.READINESS_ANSWER, container.STATE, pod.UNREADY, pod.REFUSED_PROBES)
    judged = judge(dict.fromkeys(asked, denied))

    assert ID not in judged.named
    assert judged.standing(Layer.APPLICATION, None) is Standing.UNDECIDED
