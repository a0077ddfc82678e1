"""Cases of nic_bandwidth_limited."""

from downstack.model import Absent, Layer, Path, Reason, Value
from downstack.model.verdict import Standing
from downstack.signal import Signal
from downstack.signals import link, network_way
from tests.support.machine import judge

ID = "nic_bandwidth_limited"
HELD: dict[Signal, Value] = {link.SHAPING: "limited", network_way.MAX_OVERLIMITS: 259.0}

"""Read in the lab at 1 Mbit/s on the tap, where 4 Mbit/s were wanted."""


def test_fires() -> None:
    """The card runs at its limit and its packets wait."""
    judged = judge(HELD | {network_way.LIMIT_USED: 0.97, network_way.MAX_LIMIT_USED: 0.97})

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_loss_under_an_idle_limit() -> None:
    """A limit that is far away holds nothing back: something else drops."""
    lost = {network_way.LOSS: 0.10, network_way.MAX_LOSS: 0.10}
    judged = judge(lost | {link.SHAPING: "limited", network_way.LIMIT_USED: 0.10})

    assert judged.probability(ID) < 0.5


def test_blind_is_undecided() -> None:
    """Who can read neither limit nor queue cannot clear anybody."""
    denied = Absent(Reason.DENIED)
    judged = judge({network_way.LIMIT_USED: denied, network_way.MAX_OVERLIMITS: denied})

    assert judged.named == ()
    assert judged.standing(Layer.NETWORK, Path.NETWORK) is Standing.UNDECIDED


def test_a_generous_limit_is_silent() -> None:
    """Bursts wait for a bucket of 100 Mbit/s too: overlimits at a twentieth of it, in the lab."""
    judged = judge(HELD | {network_way.LIMIT_USED: 0.05, network_way.MAX_LIMIT_USED: 0.05})

    assert judged.named == ()
    assert judged.diagnosis.symptoms == ()
