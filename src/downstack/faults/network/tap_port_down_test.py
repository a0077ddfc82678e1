"""Cases of tap_port_down."""

import pytest

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import network_way
from tests.support.machine import judge

ID = "tap_port_down"
CUT = {network_way.OBSTACLES: 1.0, network_way.MAX_OBSTACLES: 1.0}
LOST = dict.fromkeys(
    (network_way.INFLICTED, network_way.FILTER_DROP_RATIO, network_way.MAX_FILTERED), 0.10
)


@pytest.mark.parametrize("obstacle", [one for one in network_way.OBSTACLE.states if one != "none"])
def test_fires(obstacle: str) -> None:
    """Each way to cut the port off; the lab's guest after `ip link set dev TAP nomaster`."""
    judged = judge(CUT | {network_way.OBSTACLE: obstacle})

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_loses_some_packets_through_an_open_port() -> None:
    """A port that forwards is not down, however much a rule drops."""
    judged = judge(LOST)

    assert judged.named == ("tap_packet_loss",)
    assert judged.probability(ID) < 0.5


def test_blind_is_undecided() -> None:
    """A tap in another namespace says nothing, and nobody is cleared."""
    missing = Absent(Reason.MISSING)
    blind = (network_way.OBSTACLE, network_way.OBSTACLES, network_way.MAX_OBSTACLES)
    judged = judge(dict.fromkeys((*blind, *LOST), missing))

    assert judged.named == ()
    assert judged.standing(Layer.NETWORK, Path.NETWORK) is Standing.UNDECIDED


def test_healthy_machine_is_cleared() -> None:
    """A port that forwards exonerates."""
    judged = judge()

    assert judged.named == ()
    assert judged.standing(Layer.NETWORK, Path.NETWORK) is Standing.EXONERATED
