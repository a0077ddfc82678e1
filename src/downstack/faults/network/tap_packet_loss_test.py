"""Cases of tap_packet_loss."""

from downstack.model import Absent, Layer, Path, Reason, Value
from downstack.model.verdict import Standing
from downstack.signal import Signal
from downstack.signals import link, network_way
from tests.support.machine import judge

ID = "tap_packet_loss"
LOST: dict[Signal, Value] = {network_way.LOSS: 0.048, network_way.MAX_LOSS: 0.048}
RULE: dict[Signal, Value] = {
    network_way.FILTER_DROP_RATIO: 0.048,
    network_way.MAX_FILTERED: 0.048,
    network_way.INFLICTED: 0.048,
}
"""Read in the lab where a rule drops 5 % of the frames each way: the injection's mild level."""


def test_fires() -> None:
    """A rule drops, and nothing limits."""
    judged = judge(RULE)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_fires_on_netem() -> None:
    """The queue counts, and it was told to."""
    judged = judge(LOST | {network_way.INFLICTED: 0.05, link.SHAPING: "impaired"})

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_limit_that_drops() -> None:
    """What does not fit under a limit in use is the limit's loss."""
    limited: dict[Signal, Value] = {
        link.SHAPING: "limited",
        network_way.LIMIT_USED: 0.97,
        network_way.MAX_LIMIT_USED: 0.97,
        network_way.MAX_OVERLIMITS: 90.0,
    }
    judged = judge(LOST | limited)

    assert judged.named == ("nic_bandwidth_limited",)
    assert judged.probability(ID) < 0.5


def test_blind_is_undecided() -> None:
    """Without root nobody reads the rules: queues without a drop clear nobody."""
    judged = judge(dict.fromkeys(RULE, Absent(Reason.DENIED)))

    assert judged.named == ()
    assert judged.standing(Layer.NETWORK, Path.NETWORK) is Standing.UNDECIDED


def test_a_firewall_at_work_is_silent() -> None:
    """One packet in a hundred is what filters are for."""
    assert judge(dict.fromkeys(RULE, 0.01)).named == ()


def test_a_stalled_connection_clears_nobody() -> None:
    """At 40 % in the lab TCP sends next to nothing within two seconds: too little for a share."""
    few = Absent(Reason.NOT_APPLICABLE)
    judged = judge(dict.fromkeys(RULE, few))

    assert judged.named == ()
    assert judged.standing(Layer.NETWORK, Path.NETWORK) is Standing.UNDECIDED
