"""Tests of ceph_blocklist, on what a real cluster answered."""

import json

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.ceph import DUMP
from downstack.collectors.ceph_blocklist import ADDRESSES, COLLECTOR
from downstack.model import Absent, Reason, Snapshot, Value
from downstack.source import Answers, Raw
from tests.support.ceph_replies import OURS, answer, images
from tests.support.grown import grown, parse

ONE = images("lcvms/vm1")
HERE = """[{"ifname": "lo", "addr_info": [
 {"family": "inet", "local": "127.0.0.1", "prefixlen": 8, "scope": "host"}]},
 {"ifname": "eth0", "addr_info": [
 {"family": "inet", "local": "10.0.0.5", "prefixlen": 24, "scope": "global"},
 {"family": "inet6", "local": "fd00::5", "prefixlen": 64, "scope": "global"},
 {"family": "inet6", "local": "fe80::1", "prefixlen": 64, "scope": "link"}]}]
"""
"""As `ip -j addr` of iproute2 6.1 writes it, cut to what matters."""


def told(listed: object, addresses: str = HERE, key: str = "blocklist") -> Value:
    """Return what is said of the one image."""
    texts = {DUMP: Raw(json.dumps({key: listed}), 1.0), ADDRESSES: Raw(addresses, 1.0)}
    rows = [row for row in COLLECTOR.parse(Answers(texts), ONE) if isinstance(row, Reading)]
    (value,) = (row.value for row in rows)
    return value


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("10.0.0.5:0/3710147553", "yes"),
        ("[fd00::5]:0/3710147553", "yes"),
        ("10.0.0.50:0/3710147553", "no"),
        ("[fe80::1]:0/1", "no"),
        ("127.0.0.1:43409/10840", "no"),
    ],
)
def test_finds_its_own_address(entry: str, value: str) -> None:
    """Whole addresses, by which others know this machine."""
    assert told({entry: "2026-11-24T22:01:48.947077+0000"}) == value


def test_older_releases_have_another_word() -> None:
    """Before 16."""
    assert told({"10.0.0.5:0/1": "later"}, key="blacklist") == "yes"


def test_a_real_cluster_lists_its_own_clients() -> None:
    """Its manager was replaced: its addresses are all on this one's loopback."""
    raw = answer("busy", DUMP)
    rows = COLLECTOR.parse(Answers({DUMP: raw, ADDRESSES: Raw(HERE, 1.0)}), OURS)

    assert {row.value for row in rows if isinstance(row, Reading)} == {"no"}


def test_what_cannot_be_had_is_absent() -> None:
    """No map, no addresses, no list."""
    late = Absent(Reason.TIMED_OUT, "Ceph to answer in time")
    rows = COLLECTOR.parse(Answers({DUMP: late, ADDRESSES: Raw(HERE, 1.0)}), ONE)

    assert [row.value for row in rows if isinstance(row, Reading)] == [late]
    assert isinstance(told({}, "no JSON"), Absent)
    assert isinstance(told([]), Absent)


def test_asks_nothing_without_an_image() -> None:
    """A machine without RBD."""
    assert list(COLLECTOR.asks(Snapshot())) == []


@given(
    dump=grown('{"blocklist": {"10.0.0.5:0/3710147553": "2026-11-24T22:01:48.947077+0000"}}'),
    addresses=grown(HERE),
)
def test_survives_any_text(dump: str, addresses: str) -> None:
    """Read or absent, never raised."""
    rows = parse(COLLECTOR, {DUMP: dump, ADDRESSES: addresses}, ONE)

    assert all(isinstance(row, Reading) for row in rows)
