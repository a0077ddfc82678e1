"""Tests of packets hop by hop."""

from downstack.model import Connection, Edge, Entity, Kind, Snapshot, Value
from downstack.model.verdict import Traffic
from downstack.paths.network import count_packets
from downstack.signals import link, network_way, nic

DOMAIN = Entity(Kind.DOMAIN, "u1", "db1")
CARD = Entity(Kind.NIC, "u1/52:54:00:00:00:01", "db1/tap0")
TAP = Entity(Kind.LINK, "tap0")
BRIDGE = Entity(Kind.LINK, "br0")
UPLINK = Entity(Kind.LINK, "eth0")
OTHER = Entity(Kind.LINK, "tap1")
LINKS = (
    Connection(Edge.NIC_OF, CARD, DOMAIN),
    Connection(Edge.TAP_OF, TAP, CARD),
    *(Connection(Edge.BRIDGES, BRIDGE, port) for port in (TAP, UPLINK, OTHER)),
)
READINGS: dict[Entity, dict[str, Value]] = {
    CARD: {
        network_way.TO_GUEST.name: 40.0,
        network_way.FROM_GUEST.name: 26.0,
        nic.RECEIVE_DROPS_COUNT.name: 1.0,
    },
    TAP: {
        link.WHAT.name: "tap",
        network_way.RECEIVED.name: 26.0,
        network_way.SENT.name: 40.0,
        network_way.FILTERED.name: 10.0,
        network_way.QUEUE_DROPS.name: 2.0,
    },
    UPLINK: {link.WHAT.name: "physical", network_way.RECEIVED.name: 30.0},
    OTHER: {link.WHAT.name: "tap", network_way.RECEIVED.name: 999.0},
}


def test_each_hop_says_what_passed_and_what_it_lost() -> None:
    """Card 40 + 26; tap the same, a rule took 10, a queue 2; an uplink half counted is not."""
    snapshot = Snapshot((DOMAIN, CARD, TAP, BRIDGE, UPLINK, OTHER), LINKS, READINGS)

    assert count_packets(snapshot, DOMAIN) == (
        Traffic(hop="card", entity=CARD, passed=66, lost=1),
        Traffic(hop="tap", entity=TAP, passed=66, lost=12),
        Traffic(hop="uplink", entity=UPLINK, passed=None, lost=None),
    )


def test_vm_without_a_card_has_no_hops() -> None:
    """Nothing to count."""
    assert count_packets(Snapshot((DOMAIN,)), DOMAIN) == ()
