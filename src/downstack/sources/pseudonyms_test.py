"""Pseudonyms keep the shape, the same name gets the same one, and the way back is exact."""

import ipaddress
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.source import Answer, Raw, Request, Way
from downstack.sources.pseudonyms import Pseudonyms

KEY = b"a key of this test only"
UUIDS = st.uuids().map(str)
MACS = st.lists(st.integers(0, 255), min_size=6, max_size=6).map(
    lambda numbers: ":".join(f"{number:02x}" for number in numbers)
)
ADDRESSES = st.ip_addresses(network="192.0.2.0/24").map(str)


def hide(pseudonyms: Pseudonyms, text: str, request: Request | None = None) -> str:
    """Return one text under pseudonyms."""
    asked = request or Request(Way.FILE, "/x")
    answers: dict[Request, Answer] = {asked: Raw(text, 0.0)}
    (answer,) = pseudonyms.hide(answers).values()
    assert isinstance(answer, Raw)
    return answer.text


@given(st.one_of(UUIDS, MACS, ADDRESSES))
def test_keeps_the_shape_and_finds_the_way_back(real: str) -> None:
    """A UUID stays a UUID, a MAC a MAC, an address an address; a request gets the real one."""
    pseudonyms = Pseudonyms(KEY)
    shown = hide(pseudonyms, f"x={real} {real}")
    name = shown.removeprefix("x=").partition(" ")[0]
    assert shown == f"x={name} {name}"
    assert re.sub("[0-9a-f]", "0", name) == re.sub("[0-9a-f]", "0", real) or "." in name
    back = pseudonyms.reveal_request(Request(Way.LIBVIRT, "domstats", (name,)))
    assert back.arguments == (real,)


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104 - nothing is bound
        "255.255.255.0",
        "::1",
        "1.2.3",
        "7.2.22-1:7.2+dfsg",
        "12:34:56",
        "ff:ff:ff:ff:ff:ff",
        "0000:00:03.0",
        "10.0.0.300",
        "deadbeef",
    ],
)
def test_leaves_what_is_no_name_of_a_machine(text: str) -> None:
    """Masks, loopback, versions, times and PCI addresses stay as they are."""
    assert hide(Pseudonyms(KEY), f"a {text} b") == f"a {text} b"


def test_hides_ipv6() -> None:
    """An IPv6 address becomes another one."""
    shown = hide(Pseudonyms(KEY), "inet6 2001:db8::7/64")
    assert "2001:db8::7" not in shown
    assert ipaddress.ip_interface(shown.split()[1]).network.prefixlen == 64


def test_another_key_gives_other_pseudonyms() -> None:
    """Two recordings cannot be joined without their keys."""
    real = "52:54:00:12:34:56"
    assert hide(Pseudonyms(KEY), real) == hide(Pseudonyms(KEY), real)
    assert hide(Pseudonyms(KEY), real) != hide(Pseudonyms(b"another"), real)


def test_learns_the_hostname_but_spares_keys_of_json() -> None:
    """A host called `vm` is hidden, and `vm.exits` as a name of a counter stays."""
    pseudonyms = Pseudonyms(KEY)
    name = hide(pseudonyms, "vm\n", Request(Way.FILE, "/proc/sys/kernel/hostname")).strip()
    assert name.startswith("name-")
    shown = hide(pseudonyms, '{"vm.exits":1,"host":"vm"} on vm: vmlinuz')
    assert shown == f'{{"vm.exits":1,"host":"{name}"}} on {name}: vmlinuz'
