"""What the guest agent of each running domain says once: its state, system and filesystems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from downstack.collector import Collector, Reading, Round, Row, measure
from downstack.collectors.domains import read_json
from downstack.collectors.guest_agent import NO_CHANNEL, agent, finite, guests_of, rows_of
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import guest, guest_agent, guest_filesystem, guest_state
from downstack.source import Answer, Answers, Raw, Request

_PING = "guest-ping"
_FREEZE = "guest-fsfreeze-status"
_SYSTEM = "guest-get-osinfo"
_FILESYSTEMS = "guest-get-fsinfo"
_INTERFACES = "guest-network-get-interfaces"
_COMMANDS = (_PING, _FREEZE, _SYSTEM, _FILESYSTEMS, _INTERFACES)
_MALFORMED = Absent(Reason.MALFORMED, "the guest agent's own JSON")
_UNTOLD = Absent(Reason.UNSUPPORTED, "a look inside: the guest agent does not tell")


def _asks(found: Snapshot) -> Iterable[Request]:
    for one, why in guests_of(found):
        if why is None:
            yield from (agent(one.key, command) for command in _COMMANDS)


def _state(answer: Answer) -> Value:
    """Say whether the agent answers; the one with its channel closed is not running."""
    if isinstance(answer, Raw):
        return "answers"
    if answer.reason is Reason.TIMED_OUT:
        return "silent"
    gone = answer.reason is Reason.MISSING and "running in the guest" in answer.need
    return "not_running" if gone else answer


def _freeze(text: str) -> dict[Signal, Value]:
    said = read_json(text)
    return {guest_state.FREEZE: said if said in guest_state.FREEZE.states else _MALFORMED}


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


def _filesystems(one: Entity, answer: Answer) -> Iterator[Row]:
    rows = (rows_of(answer.text) or []) if isinstance(answer, Raw) else []
    at = answer.at if isinstance(answer, Raw) else 0.0
    for row in rows:
        point = row.get("mountpoint")
        if not isinstance(point, str) or not point.startswith("/"):
            continue
        entity = Entity(Kind.GUEST_FILESYSTEM, f"{one.key}/{point}", f"{one.name}:{point}")
        yield Connection(Edge.GUEST_FILESYSTEM_OF, entity, one)
        for signal, value in _filesystem(row).items():
            yield Reading(entity, signal, value, at)


def _filesystem(row: dict[str, Any]) -> dict[Signal, Value]:
    """Return what df shows inside: the agent, too, leaves the blocks reserved for root out."""
    sizes: dict[Signal, Value] = {
        signal: finite(row[key]) if key in row else _UNTOLD
        for signal, key in (
            (guest_filesystem.USED, "used-bytes"),
            (guest_filesystem.SIZE, "total-bytes"),
        )
    }
    untold = (guest_filesystem.ACCESS, guest_filesystem.FILES, guest_filesystem.FILES_USED)
    return {
        guest_filesystem.TYPE: _text_of(row, "type"),
        guest_filesystem.DEVICE: _text_of(row, "name"),
        **sizes,
        **dict.fromkeys(untold, _UNTOLD),
    }


_OF_THE_GUEST = (
    guest_state.FREEZE,
    guest.KERNEL,
    guest.SYSTEM,
    guest_agent.INTERFACES,
)


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    for one, why in guests_of(found):
        if why is not None:
            yield Reading(one, guest_state.AGENT, "no_channel" if why is NO_CHANNEL else why)
            yield from (Reading(one, signal, why) for signal in _OF_THE_GUEST)
            continue
        ping = answers.raw(agent(one.key, _PING))
        at = ping.at if isinstance(ping, Raw) else 0.0
        yield Reading(one, guest_state.AGENT, _state(ping), at)
        for command, signals, parse in (
            (_FREEZE, (guest_state.FREEZE,), _freeze),
            (_SYSTEM, (guest.KERNEL, guest.SYSTEM), _system),
            (_INTERFACES, (guest_agent.INTERFACES,), _interfaces),
        ):
            yield from measure(one, answers.raw(agent(one.key, command)), signals, parse)
        yield from _filesystems(one, answers.raw(agent(one.key, _FILESYSTEMS)))


COLLECTOR = Collector(
    id="guest_agent_system",
    round=Round.DETAIL,
    level=Level.L3,
    provides=(
        guest_state.AGENT,
        *_OF_THE_GUEST,
        guest_filesystem.TYPE,
        guest_filesystem.DEVICE,
        guest_filesystem.ACCESS,
        guest_filesystem.SIZE,
        guest_filesystem.USED,
        guest_filesystem.FILES,
        guest_filesystem.FILES_USED,
    ),
    asks=_asks,
    parse=_parse,
)
