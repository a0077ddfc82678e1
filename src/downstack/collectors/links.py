"""Network interfaces of this machine, what they are, and which carries which: /sys/class/net."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.collectors.machine import HOST
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import link
from downstack.source import Answers, Raw, Request, Way

_NET = "/sys/class/net"
_FILES = (
    "uevent",
    "type",
    "flags",
    "operstate",
    "carrier",
    "mtu",
    "speed",
    "tun_flags",
    "brport/state",
    "bridge/vlan_filtering",
    "device/uevent",
)
_UPPER = Request(Way.GLOB, f"{_NET}/*/upper_*")
"""One symbolic link for each bridge, switch, bond or VLAN that an interface is below."""
_MACVTAP = Request(Way.GLOB, f"{_NET}/*/macvtap/*/dev")
_LOOPBACK = "772"
_IFF_UP = 0x1
_IFF_TAP = 0x2
_IFF_MULTI_QUEUE = 0x100
_PORT_STATES = ("disabled", "listening", "learning", "forwarding", "blocking")
_SWITCHES = ("bridge", "switch")
_MASTERS = (*_SWITCHES, "bond")
_MBIT = 125000.0
_NOT_APPLICABLE = Absent(Reason.NOT_APPLICABLE)
_DEVTYPE = re.compile(r"^DEVTYPE=(\S+)$", re.MULTILINE)
_DRIVER = re.compile(r"^DRIVER=(\S+)$", re.MULTILINE)

_Texts = dict[str, str | Absent]


def link_of(name: str) -> Entity:
    """Return the entity of the interface of this name."""
    return Entity(Kind.LINK, name, name)


def _asks(_found: Snapshot) -> Iterable[Request]:
    yield from (_UPPER, _MACVTAP)
    yield from (Request(Way.GLOB, f"{_NET}/*/{file}") for file in _FILES)


def _texts(answers: Answers) -> dict[str, _Texts]:
    """Return what was found below each interface, by file; a file that is not there is MISSING."""
    names = [path.split("/")[4] for path in answers.files(f"{_NET}/*/uevent")]
    found: dict[str, _Texts] = {}
    for name in names:
        texts = {file: answers.file(f"{_NET}/{name}/{file}") for file in _FILES}
        unasked = Absent(Reason.NOT_ASKED)
        found[name] = {
            file: _NOT_APPLICABLE if text == unasked else text for file, text in texts.items()
        }
    return found


def _what(name: str, texts: _Texts, macvtaps: list[str]) -> str:
    """Say what an interface is, by the first thing that tells."""
    match = _DEVTYPE.search(_text_of(texts, "uevent"))
    named = "macvtap" if name in macvtaps else match[1] if match else ""
    if _text_of(texts, "type") == _LOOPBACK:
        return "loopback"
    if named in link.WHAT.states:
        return named
    if flags := _text_of(texts, "tun_flags"):
        return "tap" if _bits(flags) & _IFF_TAP else "tun"
    if name == "ovs-system":
        return "switch"
    return "virtual" if isinstance(texts["device/uevent"], Absent) else "physical"


def _text_of(texts: _Texts, file: str) -> str:
    text = texts[file]
    return "" if isinstance(text, Absent) else text.strip()


def _bits(text: str) -> int:
    return int(text, 16) if re.fullmatch(r"0x[0-9a-fA-F]{1,8}", text) else 0


def _flag(bit: int, names: tuple[str, str]) -> Callable[[str], Value]:
    return lambda text: names[0] if _bits(text) & bit else names[1]


def _one_of(names: dict[str, str]) -> Callable[[str], Value]:
    return lambda text: names.get(text, Absent(Reason.MALFORMED, f"one of {', '.join(names)}"))


def _driver(text: str) -> Value:
    match = _DRIVER.search(text)
    return match[1] if match else _NOT_APPLICABLE


def _speed(text: str) -> Value:
    """Return bytes per second; -1 says that there is no link."""
    value = number(text, _MBIT)
    return value if isinstance(value, Absent) or value > 0 else _NOT_APPLICABLE


_OF_ONE_FILE: tuple[tuple[Signal, str, Callable[[str], Value]], ...] = (
    (link.OPERATIONAL, "operstate", _one_of({name: name for name in link.OPERATIONAL.states})),
    (link.ADMINISTRATIVE, "flags", _flag(_IFF_UP, ("up", "down"))),
    (link.CARRIER, "carrier", _one_of({"1": "up", "0": "down"})),
    (link.MTU, "mtu", number),
    (link.PORT_STATE, "brport/state", _one_of(dict(zip("01234", _PORT_STATES, strict=True)))),
    (link.VLAN_FILTERING, "bridge/vlan_filtering", _one_of({"1": "yes", "0": "no"})),
    (link.MULTIQUEUE, "tun_flags", _flag(_IFF_MULTI_QUEUE, ("yes", "no"))),
    (link.DRIVER, "device/uevent", _driver),
)


def _readings(name: str, what: str, texts: _Texts, masters: list[str]) -> Iterator[Reading]:
    entity = link_of(name)
    yield Reading(entity, link.WHAT, what)
    for signal, file, parse in _OF_ONE_FILE:
        text = texts[file]
        yield Reading(entity, signal, text if isinstance(text, Absent) else parse(text.strip()))
    speed = texts["speed"] if what == "physical" else _NOT_APPLICABLE
    yield Reading(entity, link.SPEED, speed if isinstance(speed, Absent) else _speed(speed.strip()))
    yield Reading(entity, link.ATTACHED, "yes" if masters else "no")
    yield Reading(entity, link.MASTER, masters[0] if masters else _NOT_APPLICABLE)


def _carries(lower: str, upper: str, what: dict[str, str]) -> Connection:
    """Connect cause to victim: a switch carries its taps, every other port carries what is above.

    A guest's packets go from the tap through the bridge to the uplink.
    """
    if what.get(upper) in _SWITCHES and what.get(lower) == "tap":
        return Connection(Edge.BRIDGES, link_of(upper), link_of(lower))
    return Connection(Edge.BRIDGES, link_of(lower), link_of(upper))


def _listed(answers: Answers, request: Request) -> list[tuple[str, str]]:
    """Return the interface and the next part of each path of a GLOB."""
    listed = answers.raw(request)
    paths = listed.text.split() if isinstance(listed, Raw) else []
    parts = [path.removeprefix(f"{_NET}/").split("/") for path in paths]
    return [(part[0], part[1]) for part in parts if len(part) > 1]


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    found = _texts(answers)
    macvtaps = [name for name, _ in _listed(answers, _MACVTAP)]
    what = {name: _what(name, texts, macvtaps) for name, texts in found.items()}
    uppers = [(low, up.removeprefix("upper_")) for low, up in _listed(answers, _UPPER)]
    pairs = [pair for pair in uppers if set(pair) <= set(found)]
    for name, texts in found.items():
        masters = [up for low, up in pairs if low == name and what[up] in _MASTERS]
        yield link_of(name)
        yield Connection(Edge.CONNECTS, HOST, link_of(name))
        yield from _readings(name, what[name], texts, masters)
    yield from (_carries(low, up, what) for low, up in pairs)


COLLECTOR = Collector(
    id="links",
    round=Round.DISCOVER,
    level=Level.L0,
    provides=(
        link.WHAT,
        *(signal for signal, _, _ in _OF_ONE_FILE),
        link.SPEED,
        link.ATTACHED,
        link.MASTER,
    ),
    asks=_asks,
    parse=_parse,
)
