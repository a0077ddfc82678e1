"""What libvirt is doing with each domain, and whether QEMU's monitor answers it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.collectors.domains import absence, read_json
from downstack.collectors.domstats import hangs
from downstack.model import Absent, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import domain, monitor
from downstack.source import Answer, Answers, Request, Way

_MILLI = 1e-3
_OPERATIONS = domain.JOB.states[1:]
"""By the number of virDomainJobOperation; the state `none` is not one of them."""
_CONTROL_STATES = domain.CONTROL_STATE.states
_STOPPED = Absent(Reason.NOT_ASKED, "a QEMU that is not stopped")
_NO_JOB = Absent(Reason.NOT_APPLICABLE, "a job")


def _active(found: Snapshot) -> list[Entity]:
    states = ((one, found.text(one, domain.STATE.name)) for one in found.of_kind(Kind.DOMAIN))
    return [one for one, state in states if state not in {"", "no_state", "shutoff"}]


def _requests(found: Snapshot) -> tuple[Request, Request]:
    """Return the two questions; that about jobs takes a turn at the monitor, the other does not."""
    active = _active(found)
    asked = tuple(one.key for one in active if not hangs(found, one))
    everyone = tuple(one.key for one in active)
    return Request(Way.LIBVIRT, "jobs", asked), Request(Way.LIBVIRT, "control", everyone)


def _asks(found: Snapshot) -> Iterable[Request]:
    if _active(found):
        yield from _requests(found)


def _parse(answers: Answers, found: Snapshot) -> Iterable[Row]:
    jobs, control = (answers.raw(request) for request in _requests(found))
    for one in _active(found):
        for raw, meaning in ((jobs, _job), (control, _control)):
            at = 0.0 if isinstance(raw, Absent) else raw.at
            unasked = meaning is _job and hangs(found, one)
            for signal, value in meaning(_STOPPED if unasked else _about(raw, one)):
                yield Reading(one, signal, value, at)


def _about(raw: Answer, one: Entity) -> dict[str, Any] | Absent:
    if isinstance(raw, Absent):
        return raw
    everything = read_json(raw.text)
    about = everything.get(one.key) if isinstance(everything, dict) else None
    if not isinstance(about, dict):
        return Absent(Reason.MISSING, "the domain in libvirt's answer")
    return absence(about) or about


def _job(about: dict[str, Any] | Absent) -> Iterator[tuple[Signal, Value]]:
    if isinstance(about, Absent):
        yield domain.JOB, about
        yield domain.JOB_AGE, about
        return
    idle = about.get("type") == 0
    yield domain.JOB, "none" if idle else _named(about, "operation", _OPERATIONS)
    yield domain.JOB_AGE, _NO_JOB if idle else _seconds(about, "time_elapsed")


def _control(about: dict[str, Any] | Absent) -> Iterator[tuple[Signal, Value]]:
    if isinstance(about, Absent):
        yield domain.CONTROL_STATE, about
        yield domain.CONTROL_AGE, about
        yield monitor.SILENCE, about
        return
    state, age = _named(about, "state", _CONTROL_STATES), _seconds(about, "stateTime")
    yield domain.CONTROL_STATE, state
    yield domain.CONTROL_AGE, age
    unanswered = isinstance(state, Absent) or state in {"occupied", "error"}
    yield monitor.SILENCE, age if unanswered else 0.0


def _named(about: Mapping[str, Any], key: str, states: tuple[str, ...]) -> Value:
    place = about.get(key)
    if not isinstance(place, int) or not 0 <= place < len(states):
        return Absent(Reason.MALFORMED, f"a known {key}")
    return states[place]


def _seconds(about: Mapping[str, Any], key: str) -> Value:
    value = about.get(key)
    return Absent(Reason.MISSING) if value is None else number(str(value), _MILLI)


COLLECTOR = Collector(
    id="jobs",
    round=Round.DETAIL,
    level=Level.L1,
    provides=(
        domain.JOB,
        domain.JOB_AGE,
        domain.CONTROL_STATE,
        domain.CONTROL_AGE,
        monitor.SILENCE,
    ),
    asks=_asks,
    parse=_parse,
)
