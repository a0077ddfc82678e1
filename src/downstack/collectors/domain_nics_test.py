"""Tests of domain_nics."""

import json
from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.domain_nics import COLLECTOR
from downstack.collectors.domains import DOMAINS
from downstack.model import Absent, Edge, Kind, Snapshot
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "domains_test" / "two_guests"
LISTED = json.loads((MACHINE / "libvirt/domains.json").read_text())
RICH = next(about["xml"] for about in LISTED if about["name"] == "rich1")


@pytest.fixture(scope="module")
def seen() -> Snapshot:
    """Return what this collector alone sees."""
    return look([COLLECTOR], MACHINE)


def test_an_interface_is_known_by_its_mac(seen: Snapshot) -> None:
    """In lower case, as the guest sees it."""
    keys = {one.key.partition("/")[2] for one in seen.of_kind(Kind.NIC)}

    assert "52:54:00:aa:00:01" in keys
    assert len(keys) == 5


def test_a_running_domain_has_taps_on_the_host(seen: Snapshot) -> None:
    """What rich1 asks for is not there yet."""
    taps = [(one.name, seen.follow(one, (Edge.TAP_OF,))) for one in seen.of_kind(Kind.LINK)]

    assert [(tap, [nic.name for nic in nics]) for tap, nics in taps] == [
        ("tap-web1", ["web1/tap-web1"]),
        ("tap-db1", ["db1/tap-db1"]),
    ]


def test_reads_the_settings(seen: Snapshot) -> None:
    """Limits are in kibibytes per second in the definition."""
    rich = values(seen, Kind.NIC, "rich1/tap7")
    expected = {
        "nic_model": "virtio",
        "nic_attachment": "bridge",
        "nic_link_state": "down",
        "nic_source": "br0",
        "nic_driver": "vhost",
        "nic_queues_count": 4.0,
        "nic_mtu_bytes": 9000.0,
        "nic_limit_receive_bytes": 1024000.0,
        "nic_limit_transmit_bytes": 512000.0,
    }

    assert {name: rich[name] for name in expected} == expected


def test_a_cable_that_was_pulled_is_down(seen: Snapshot) -> None:
    """After `virsh domif-setlink web1 tap-web1 down`."""
    assert values(seen, Kind.NIC, "web1/tap-web1")["nic_link_state"] == "down"
    assert values(seen, Kind.NIC, "db1/tap-db1")["nic_link_state"] == "up"


def test_a_rare_model_is_another_one(seen: Snapshot) -> None:
    """ne2k_pci has no state of its own, and nothing on the host."""
    rare = next(one for one in seen.of_kind(Kind.NIC) if one.key.endswith("00:03"))

    assert seen.value(rare, "nic_model") == "other"
    assert seen.value(rare, "nic_attachment") == "user"
    assert isinstance(seen.value(rare, "nic_source"), Absent)


@given(grown(RICH))
def test_any_definition_is_read(xml: str) -> None:
    """Neither an exception nor an infinite number."""
    listed = [{"uuid": "u1", "name": "db1", "active": True, "xml": xml}]
    rows = parse(COLLECTOR, {DOMAINS: json.dumps(listed)})
    readings = [row for row in rows if isinstance(row, Reading)]

    assert len(readings) % len(COLLECTOR.provides) == 0
