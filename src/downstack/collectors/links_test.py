"""Tests of links."""

from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.links import COLLECTOR
from downstack.model import Absent, Edge, Kind, Reason
from downstack.source import Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "links_test" / "debian12-6.18"
NET = "/sys/class/net"


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("lo", "loopback"),
        ("br0", "bridge"),
        ("uplink0", "virtual"),
        ("vnet0", "tap"),
        ("vnet1", "tap"),
        ("macvtap0", "macvtap"),
    ],
)
def test_says_what_each_interface_is(name: str, what: str) -> None:
    """By tun_flags, DEVTYPE, a macvtap folder or the type of its link layer."""
    assert values(look([COLLECTOR], MACHINE), Kind.LINK, name)["link_what"] == what


def test_a_tap_in_use_has_a_carrier_and_forwards() -> None:
    """vnet0 is opened by a program, is a port of br0, and has an MTU of 900."""
    tap = values(look([COLLECTOR], MACHINE), Kind.LINK, "vnet0")

    assert tap["link_carrier"] == "up"
    assert tap["link_attached"] == "yes"
    assert tap["link_master"] == "br0"
    assert tap["link_port_state"] == "forwarding"
    assert tap["link_mtu_bytes"] == 900.0
    assert tap["link_multiqueue"] == "yes"
    assert tap["link_carrier_mtu_bytes"] == 900.0


def test_a_tap_that_nobody_opened_is_down_and_alone() -> None:
    """vnet1 is switched on, but has no carrier and is in no bridge."""
    tap = values(look([COLLECTOR], MACHINE), Kind.LINK, "vnet1")

    assert tap["link_administrative_state"] == "up"
    assert tap["link_operational_state"] == "down"
    assert tap["link_carrier"] == "down"
    assert tap["link_attached"] == "no"
    assert tap["link_port_state"] == Absent(Reason.NOT_APPLICABLE)


def test_a_virtual_interface_has_no_speed() -> None:
    """The kernel says 10000 Mbit/s for taps and bridges, which limits nothing."""
    for name in ("br0", "vnet0", "uplink0"):
        link = values(look([COLLECTOR], MACHINE), Kind.LINK, name)

        assert link["link_speed_bytes"] == Absent(Reason.NOT_APPLICABLE)


def test_packets_come_from_the_uplink_through_the_bridge_to_the_tap() -> None:
    """Cause first: far0 carries the macvtap, uplink0 the bridge, the bridge its tap."""
    links = look([COLLECTOR], MACHINE).connections

    assert {(one.cause.key, one.victim.key) for one in links if one.edge is Edge.BRIDGES} == {
        ("uplink0", "br0"),
        ("br0", "vnet0"),
        ("far0", "macvtap0"),
    }


def test_a_physical_interface_has_a_driver_and_a_speed() -> None:
    """1000 Mbit/s are 125 million bytes a second."""
    files = {"uevent": "INTERFACE=eno1\n", "type": "1\n", "speed": "1000\n", "carrier": "1\n"}
    files["device/uevent"] = "DRIVER=igb\nPCI_CLASS=20000\n"
    rows = parse(
        COLLECTOR, {Request(Way.FILE, f"{NET}/eno1/{file}"): text for file, text in files.items()}
    )
    seen = {row.signal.name: row.value for row in rows if isinstance(row, Reading)}

    assert seen["link_what"] == "physical"
    assert seen["link_driver"] == "igb"
    assert seen["link_speed_bytes"] == 125e6


@given(grown("INTERFACE=vnet0\nDEVTYPE=vlan\nDRIVER=x\n"), grown("0x5902\n"), grown("1500\n"))
def test_any_text_gives_every_signal_a_value_or_a_reason(
    uevent: str, flags: str, count: str
) -> None:
    """Neither an exception nor an infinite number."""
    texts = {"uevent": uevent, "tun_flags": flags, "flags": flags, "device/uevent": uevent}
    texts |= dict.fromkeys(("type", "operstate", "carrier", "mtu", "speed", "brport/state"), count)
    rows = parse(
        COLLECTOR, {Request(Way.FILE, f"{NET}/vnet0/{file}"): text for file, text in texts.items()}
    )

    assert {row.signal for row in rows if isinstance(row, Reading)} == set(COLLECTOR.provides)
