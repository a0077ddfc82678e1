"""What libvirt is doing with each domain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.collectors.domains import absence, read_json
from downstack.collectors.domstats import hangs
from downstack.model import Absent, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import domain
from downstack.source import Answer, Answers, Request, Way

_MILLI = 1e-3
_OPERATIONS = domain.JOB.states[1:]
"""By the number of virDomainJobOperation; the state `none` is not one of them."""
_STOPPED = Absent(Reason.NOT_ASKED, "a QEMU that is not stopped")
_NO_JOB = Absent(Reason.NOT_APPLICABLE, "a job")


def active(found: Snapshot) -> list[Entity]:
    """Return the domains that have a QEMU."""
    states = ((one, found.text(one, domain.STATE.name)) for one in found.of_kind(Kind.DOMAIN))
    return [one for one, state in states if state not in {"", "no_state", "shutoff"}]


def _request(found: Snapshot) -> Request:
    """Return the question, which takes a turn at the monitor: not of a QEMU that hangs."""
    asked = tuple(one.key for one in active(found) if not hangs(found, one))
    return Request(Way.LIBVIRT, "jobs", asked)


def _asks(found: Snapshot) -> Iterable[Request]:
    if active(found):
        yield _request(found)


def _parse(answers: Answers, found: Snapshot) -> Iterable[Row]:
    raw = answers.raw(_request(found))
    at = 0.0 if isinstance(raw, Absent) else raw.at
    for one in active(found):
        for signal, value in _job(_STOPPED if hangs(found, one) else about(raw, one)):
            yield Reading(one, signal, value, at)


def about(raw: Answer, one: Entity) -> dict[str, Any] | Absent:
    """Return what libvirt tells of one domain, or why it does not."""
    if isinstance(raw, Absent):
        return raw
    everything = read_json(raw.text)
    told = everything.get(one.key) if isinstance(everything, dict) else None
    if not isinstance(told, dict):
        return Absent(Reason.MISSING, "the domain in libvirt's answer")
    return absence(told) or told


def _job(told: dict[str, Any] | Absent) -> Iterator[tuple[Signal, Value]]:
    if isinstance(told, Absent):
        yield domain.JOB, told
        yield domain.JOB_AGE, told
        return
    idle = told.get("type") == 0
    yield domain.JOB, "none" if idle else named(told, "operation", _OPERATIONS)
    yield domain.JOB_AGE, _NO_JOB if idle else seconds(told, "time_elapsed")


def named(told: Mapping[str, Any], key: str, states: tuple[str, ...]) -> Value:
    """Return the state that libvirt tells by its number."""
    place = told.get(key)
    if not isinstance(place, int) or not 0 <= place < len(states):
        return Absent(Reason.MALFORMED, f"a known {key}")
    return states[place]


def seconds(told: Mapping[str, Any], key: str) -> Value:
    """Return what libvirt tells in milliseconds."""
    value = told.get(key)
    return Absent(Reason.MISSING) if value is None else number(str(value), _MILLI)


COLLECTOR = Collector(
    id="jobs",
    round=Round.DETAIL,
    level=Level.L1,
    provides=(domain.JOB, domain.JOB_AGE),
    asks=_asks,
    parse=_parse,
)
