"""What the guest agent says (`--guest`): is it there, is the guest frozen, on time, full?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.domains import read_json
from downstack.collectors.domstats import BOOTED, hangs, wall_clock
from downstack.collectors.qemu_processes import UPTIME
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signals import domain, guest_filesystem, guest_state, settings
from downstack.source import Answer, Answers, Raw, Request, Way

_COMMANDS = ("guest-ping", "guest-fsfreeze-status", "guest-get-time", "guest-get-fsinfo")
_NO_MOUNTS = Absent(Reason.UNSUPPORTED, "a look from inside: the agent does not tell")
_FULL_BY_NATURE = ("squashfs", "iso9660", "udf", "erofs", "cramfs")
_NANO = 1e-9
_SAME_CLOCK = 60.0
"""Seconds between two answers above which they were not timed by one clock."""
_MOST = 2.0**80


def _guests(found: Snapshot) -> Iterator[tuple[Entity, Entity, str]]:
    """Yield the running domains with their guests and the state of the agent's channel."""
    for one in found.of_kind(Kind.DOMAIN):
        runs = found.text(one, domain.STATE.name) in {"running", "blocked"}
        for inside in found.follow(one, (Edge.INSIDE,)) if runs else ():
            yield one, inside, found.text(one, settings.AGENT.name)


def _requests(one: Entity) -> tuple[Request, ...]:
    return tuple(Request(Way.AGENT, one.key, (command,)) for command in _COMMANDS)


def _asks(found: Snapshot) -> Iterable[Request]:
    asked = [one for one, _inside, channel in _guests(found) if channel == "connected"]
    for one in asked:
        if not hangs(found, one):
            yield from _requests(one)
    if asked:
        yield Request(Way.FILE, UPTIME)
        yield Request(Way.FILE, BOOTED)


def _parse(answers: Answers, found: Snapshot) -> Iterable[Row]:
    for one, inside, channel in _guests(found):
        ping, freeze, time, space = (answers.raw(request) for request in _requests(one))
        yield Reading(inside, guest_state.AGENT, _agent(ping, channel))
        yield Reading(inside, guest_state.FREEZE, _freeze(freeze))
        yield Reading(inside, guest_state.CLOCK_OFFSET, _offset(time, answers))
        if isinstance(space, Raw):
            yield from _filesystems(inside, read_json(space.text))


def _agent(ping: Answer, channel: str) -> Value:
    """Tell by the channel what needs no question; a question that runs out of time tells most."""
    known = {"none": "no_channel", "disconnected": "not_running"}.get(channel)
    if known or isinstance(ping, Raw):
        return known or "answers"
    meanings = {Reason.TIMED_OUT: "silent", Reason.MISSING: "not_running"}
    return meanings.get(ping.reason, ping)


def _freeze(answer: Answer) -> Value:
    if isinstance(answer, Absent):
        return answer
    said = read_json(answer.text)
    return said if said in guest_state.FREEZE.states else Absent(Reason.MALFORMED)


def _offset(answer: Answer, answers: Answers) -> Value:
    """Compare the guest's clock with the host's at the moment of the guest's answer."""
    now, read = wall_clock(answers), answers.raw(Request(Way.FILE, UPTIME))
    for one in (answer, now, read):
        if isinstance(one, Absent):
            return one
    if not isinstance(answer, Raw) or not isinstance(read, Raw) or not isinstance(now, float):
        return Absent(Reason.MALFORMED)
    said = read_json(answer.text)
    if isinstance(said, bool) or not isinstance(said, int) or not 0 <= said < _MOST:
        return Absent(Reason.MALFORMED, "nanoseconds since 1970")
    later = answer.at - read.at
    return abs(said * _NANO - now - (later if abs(later) < _SAME_CLOCK else 0.0))


def _filesystems(inside: Entity, listed: Any) -> Iterator[Row]:
    for about in listed if isinstance(listed, list) else ():
        point = about.get("mountpoint") if isinstance(about, dict) else None
        if not isinstance(point, str) or not point:
            continue
        entity = Entity(Kind.GUEST_FILESYSTEM, f"{inside.key}/{point}", f"{inside.name}:{point}")
        yield Connection(Edge.GUEST_FILESYSTEM_OF, entity, inside)
        yield Reading(entity, guest_filesystem.TYPE, _text(about, "type"))
        yield Reading(entity, guest_filesystem.DEVICE, _text(about, "name"))
        yield Reading(entity, guest_filesystem.ACCESS, _NO_MOUNTS)
        yield Reading(entity, guest_filesystem.SIZE, _bytes(about, "total-bytes"))
        yield Reading(entity, guest_filesystem.USED, _bytes(about, "used-bytes"))


def _text(about: Mapping[str, Any], key: str) -> Value:
    value = about.get(key)
    return value if isinstance(value, str) and value else Absent(Reason.MISSING)


def _bytes(about: Mapping[str, Any], key: str) -> Value:
    if about.get("type") in _FULL_BY_NATURE:
        return Absent(Reason.NOT_APPLICABLE, "a filesystem that can be written to")
    value = about.get(key)
    if value is None:
        return Absent(Reason.UNSUPPORTED, "qemu-guest-agent 3.0, which tells the space")
    known = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST
    return float(value) if known else Absent(Reason.MALFORMED)


COLLECTOR = Collector(
    id="agent_state",
    round=Round.DETAIL,
    level=Level.L3,
    provides=(
        guest_state.AGENT,
        guest_state.FREEZE,
        guest_state.CLOCK_OFFSET,
        guest_filesystem.TYPE,
        guest_filesystem.DEVICE,
        guest_filesystem.ACCESS,
        guest_filesystem.SIZE,
        guest_filesystem.USED,
    ),
    asks=_asks,
    parse=_parse,
)
