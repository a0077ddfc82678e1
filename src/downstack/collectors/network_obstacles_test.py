"""Tests of network_obstacles."""

import pytest

from downstack.collector import Reading
from downstack.collectors.network_obstacles import COLLECTOR
from downstack.model import Absent, Connection, Edge, Entity, Kind, Reason, Snapshot, Value
from tests.support.grown import parse

CARD = Entity(Kind.NIC, "u1/52:54:00:00:00:01", "db1/tap0")
TAP = Entity(Kind.LINK, "tap0")
BRIDGE = Entity(Kind.LINK, "br0")
LINKS = [Connection(Edge.TAP_OF, TAP, CARD), Connection(Edge.BRIDGES, BRIDGE, TAP)]


def seen(changes: dict[Entity, dict[str, Value]], links: list[Connection]) -> dict[str, Value]:
    """Return the readings of the card of a healthy machine with these changes."""
    readings: dict[Entity, dict[str, Value]] = {
        CARD: {"nic_link_state": "up", "nic_attachment": "bridge"},
        TAP: {
            "link_administrative_state": "up",
            "link_attached": "yes",
            "link_port_state": "forwarding",
        },
        BRIDGE: {"link_administrative_state": "up"},
    }
    for entity, values in changes.items():
        readings[entity] |= values
    rows = parse(COLLECTOR, {}, Snapshot([], links, readings))
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


@pytest.mark.parametrize(
    ("entity", "signal", "state", "obstacle"),
    [
        (CARD, "nic_link_state", "up", "none"),
        (CARD, "nic_link_state", "down", "unplugged"),
        (TAP, "link_administrative_state", "down", "tap_down"),
        (TAP, "link_attached", "no", "off_the_bridge"),
        (TAP, "link_port_state", "blocking", "port_blocked"),
        (BRIDGE, "link_administrative_state", "down", "bridge_down"),
    ],
)
def test_names_what_stops_the_packets(
    entity: Entity, signal: str, state: str, obstacle: str
) -> None:
    """One thing at a time."""
    row = seen({entity: {signal: state}}, LINKS)

    assert row["nic_obstacle"] == obstacle
    assert row["nic_obstacles_count"] == float(obstacle != "none")


def test_a_routed_tap_needs_no_bridge() -> None:
    """Calico's taps are ports of nothing."""
    routed: dict[Entity, dict[str, Value]] = {
        CARD: {"nic_attachment": "ethernet"},
        TAP: {"link_attached": "no"},
    }

    assert seen(routed, LINKS[:1])["nic_obstacle"] == "none"


def test_a_tap_that_is_down_is_no_forwarding_port_either() -> None:
    """The first thing to look at comes first; the number counts both."""
    down: dict[Entity, dict[str, Value]] = {
        TAP: {"link_administrative_state": "down", "link_port_state": "disabled"}
    }

    assert seen(down, LINKS) == {"nic_obstacle": "tap_down", "nic_obstacles_count": 2.0}


def test_a_card_without_a_tap_has_none_to_look_at() -> None:
    """Nor has one whose tap is in another namespace."""
    row = seen({}, [])
    elsewhere = Snapshot([], [Connection(Edge.TAP_OF, TAP, CARD)])
    rows = [row for row in parse(COLLECTOR, {}, elsewhere) if isinstance(row, Reading)]

    assert row["nic_obstacle"] == Absent(Reason.NOT_APPLICABLE, "an interface on the host")
    assert [isinstance(row.value, Absent) and row.value.reason for row in rows] == [
        Reason.MISSING,
        Reason.MISSING,
    ]
