"""Tests of link_mtus."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.collector import Reading
from downstack.collectors.link_mtus import COLLECTOR
from downstack.model import Absent, Connection, Edge, Entity, Kind, Reason, Snapshot, Value
from tests.support.grown import parse

UPLINK, BRIDGE, TAP, VXLAN = (Entity(Kind.LINK, name) for name in ("eth0", "br0", "tap0", "vx0"))
SWITCHED = (Connection(Edge.BRIDGES, UPLINK, BRIDGE), Connection(Edge.BRIDGES, BRIDGE, TAP))
TUNNELLED = (Connection(Edge.BRIDGES, UPLINK, VXLAN),)
NO_WAY = Absent(Reason.NOT_APPLICABLE, "a bridge with two ports, or a tunnel over an interface")
WHAT = {UPLINK: "physical", BRIDGE: "bridge", TAP: "tap", VXLAN: "vxlan"}


def excess(
    mtus: dict[Entity, float], links: tuple[Connection, ...], down: Entity | None = None
) -> dict[Entity, Value]:
    """Return what is too large of each of these interfaces."""
    readings: dict[Entity, dict[str, Value]] = {
        one: {
            "link_what": WHAT[one],
            "link_mtu_bytes": mtu,
            "link_administrative_state": "down" if one == down else "up",
        }
        for one, mtu in mtus.items()
    }
    rows = parse(COLLECTOR, {}, Snapshot([], list(links), readings))
    return {row.entity: row.value for row in rows if isinstance(row, Reading)}


@pytest.mark.parametrize(
    ("uplink", "tap", "gap"), [(1500.0, 1500.0, 0.0), (1500.0, 9000.0, 7500.0)]
)
def test_ports_of_a_bridge_are_compared(uplink: float, tap: float, gap: float) -> None:
    """The bridge's own MTU does not matter: it only forwards."""
    seen = excess({UPLINK: uplink, BRIDGE: 1500.0, TAP: tap}, SWITCHED)

    assert seen == {UPLINK: NO_WAY, BRIDGE: gap, TAP: NO_WAY}


def test_a_port_that_is_down_does_not_count() -> None:
    """Nothing leaves by it."""
    assert (
        excess({UPLINK: 1500.0, BRIDGE: 1500.0, TAP: 9000.0}, SWITCHED, down=TAP)[BRIDGE] == NO_WAY
    )


@pytest.mark.parametrize(("inner", "outer", "gap"), [(1450.0, 1500.0, 0.0), (1450.0, 1450.0, 50.0)])
def test_a_tunnel_needs_room_for_its_header(inner: float, outer: float, gap: float) -> None:
    """VXLAN adds 50 bytes; on a network with less than 1500 its 1450 are too many."""
    assert excess({UPLINK: outer, VXLAN: inner}, TUNNELLED)[VXLAN] == gap


@given(st.lists(st.sampled_from([68.0, 1450.0, 1500.0, 9000.0]), min_size=4, max_size=4))
def test_never_below_zero(mtus: list[float]) -> None:
    """Whatever the interfaces say."""
    links = dict(zip((UPLINK, BRIDGE, TAP, VXLAN), mtus, strict=True))

    for value in excess(links, SWITCHED + TUNNELLED).values():
        assert value == NO_WAY or (isinstance(value, float) and value >= 0)
