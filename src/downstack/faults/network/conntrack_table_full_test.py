"""Cases of conntrack_table_full."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import host_network, network_way
from tests.support.machine import judge

ID = "conntrack_table_full"


def test_fires() -> None:
    """A full table, and packets that could not be tracked."""
    judged = judge({host_network.CONNTRACK_RATIO: 1.0, network_way.CONNTRACK_DROPS: 50.0})

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_loss_by_a_rule_beside_a_well_filled_table() -> None:
    """A table with room drops nothing."""
    lost = dict.fromkeys(
        (network_way.INFLICTED, network_way.FILTER_DROP_RATIO, network_way.MAX_FILTERED), 0.10
    )
    judged = judge({**lost, host_network.CONNTRACK_RATIO: 0.90})

    assert judged.named == ("tap_packet_loss",)
    assert judged.probability(ID) < 0.5


def test_blind_is_undecided() -> None:
    """Who cannot read the table cannot clear it."""
    denied = Absent(Reason.DENIED)
    judged = judge({host_network.CONNTRACK_RATIO: denied, network_way.CONNTRACK_DROPS: denied})

    assert judged.named == ()
    assert judged.standing(Layer.NETWORK, Path.NETWORK) is Standing.UNDECIDED


def test_a_full_table_that_drops_nothing_is_silent() -> None:
    """Nobody suffers yet."""
    assert judge({host_network.CONNTRACK_RATIO: 0.99}).named == ()
