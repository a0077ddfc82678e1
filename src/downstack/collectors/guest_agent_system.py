"""What the guest agent of each running domain says once: its system and its addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from downstack.collector import Collector, Reading, Round, Row, measure
from downstack.collectors.domains import read_json
from downstack.collectors.guest_agent import agent, guests_of, rows_of
from downstack.model import Absent, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import guest, guest_agent
from downstack.source import Answers, Request

_SYSTEM = "guest-get-osinfo"
_INTERFACES = "guest-network-get-interfaces"
_MALFORMED = Absent(Reason.MALFORMED, "the guest agent's own JSON")


def _asks(found: Snapshot) -> Iterable[Request]:
    for one, why in guests_of(found):
        if why is None:
            yield from (agent(one.key, command) for command in (_SYSTEM, _INTERFACES))


def _text_of(row: object, key: str) -> Value:
    value = row.get(key) if isinstance(row, dict) else None
    return value if isinstance(value, str) and value else _MALFORMED


def _system(text: str) -> dict[Signal, Value]:
    about = read_json(text)
    return {
        guest.KERNEL: _text_of(about, "kernel-release"),
        guest.SYSTEM: _text_of(about, "pretty-name"),
    }


def _interfaces(text: str) -> dict[Signal, Value]:
    """Return each interface but the loopback with its addresses, as `ip -br addr` would."""
    rows = rows_of(text)
    if rows is None:
        return {guest_agent.INTERFACES: _MALFORMED}
    shown = [_interface(row) for row in rows if row.get("name") != "lo"]
    none: Value = Absent(Reason.NOT_APPLICABLE, "an interface other than the loopback")
    return {guest_agent.INTERFACES: "; ".join(shown) or none}


def _interface(row: dict[str, Any]) -> str:
    addresses = row.get("ip-addresses")
    listed = addresses if isinstance(addresses, list) else []
    words = [f"{a.get('ip-address')}/{a.get('prefix')}" for a in listed if isinstance(a, dict)]
    return " ".join([str(row.get("name")), *words])


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    for one, why in guests_of(found):
        if why is not None:
            yield from (Reading(one, signal, why) for signal in _SIGNALS)
            continue
        for command, signals, parse in _PARTS:
            yield from measure(one, answers.raw(agent(one.key, command)), signals, parse)


_PARTS = (
    (_SYSTEM, (guest.KERNEL, guest.SYSTEM), _system),
    (_INTERFACES, (guest_agent.INTERFACES,), _interfaces),
)
_SIGNALS = (guest.KERNEL, guest.SYSTEM, guest_agent.INTERFACES)

COLLECTOR = Collector(
    id="guest_agent_system",
    round=Round.DETAIL,
    level=Level.L3,
    provides=_SIGNALS,
    asks=_asks,
    parse=_parse,
)
