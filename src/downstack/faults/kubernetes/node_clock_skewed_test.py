"""Cases of node_clock_skewed."""

from downstack.model import Absent, Reason
from downstack.signals import guest_state, node
from tests.support.cluster import NODE, judge
from tests.support.machine import Readings

ID = "node_clock_skewed"
SEEN: Readings = {node.CLOCK_OFFSET: 120.0}


def test_fires() -> None:
    """Two minutes ahead."""
    judged = judge(SEEN, NODE)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """The guest agent shows the same: it is the guest's clock, which is judged there."""
    judged = judge({node.CLOCK_OFFSET: 120.0, guest_state.CLOCK_OFFSET: 120.0}, NODE)

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list leases nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(dict.fromkeys((node.CLOCK_OFFSET,), denied), NODE)

    assert ID not in judged.named
