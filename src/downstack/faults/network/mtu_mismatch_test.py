"""Cases of mtu_mismatch: a risk, which `check` lists and `why` never names."""

from downstack.model import Absent, Reason
from downstack.signals import link, network_way
from tests.support.machine import judge

ID = "mtu_mismatch"


def test_fires() -> None:
    """A port that takes jumbo frames beside one that does not: a risk, and no cause."""
    judged = judge({link.MTU_EXCESS: 7500.0})

    assert judged.probability(ID) >= 0.8
    assert judged.named == ()


def test_twin_is_a_rule_that_drops() -> None:
    """Where all packets fit, and a rule throws some away."""
    lost = (network_way.FILTER_DROP_RATIO, network_way.MAX_FILTERED, network_way.INFLICTED)
    judged = judge({**dict.fromkeys(lost, 0.05), link.MTU_EXCESS: 0.0})

    assert judged.named == ("tap_packet_loss",)
    assert judged.probability(ID) < 0.5


def test_blind_is_silent() -> None:
    """Where the interfaces are not seen, nothing is said."""
    assert judge({link.MTU_EXCESS: Absent(Reason.NOT_APPLICABLE)}).probability(ID) < 0.5
