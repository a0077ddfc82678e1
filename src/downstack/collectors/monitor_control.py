"""Whether QEMU's monitor answers libvirt, asked after all that needs the monitor.

So the second sample tells of a QEMU that has been silent since the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.jobs import about, active, named, seconds
from downstack.model import Absent, Level, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import domain, monitor
from downstack.source import Answers, Request, Way


def _asks(found: Snapshot) -> Iterable[Request]:
    everyone = tuple(one.key for one in active(found))
    if everyone:
        yield Request(Way.LIBVIRT, "control", everyone)


def _parse(answers: Answers, found: Snapshot) -> Iterable[Row]:
    for request in _asks(found):
        raw = answers.raw(request)
        at = 0.0 if isinstance(raw, Absent) else raw.at
        for one in active(found):
            for signal, value in _control(about(raw, one)):
                yield Reading(one, signal, value, at)


def _control(told: dict[str, Any] | Absent) -> Iterator[tuple[Signal, Value]]:
    if isinstance(told, Absent):
        yield domain.CONTROL_STATE, told
        yield domain.CONTROL_AGE, told
        yield monitor.SILENCE, told
        return
    state = named(told, "state", domain.CONTROL_STATE.states)
    age = seconds(told, "stateTime")
    yield domain.CONTROL_STATE, state
    yield domain.CONTROL_AGE, age
    unanswered = isinstance(state, Absent) or state in {"occupied", "error"}
    yield monitor.SILENCE, age if unanswered else 0.0


COLLECTOR = Collector(
    id="monitor_control",
    round=Round.SAMPLE,
    level=Level.L1,
    provides=(domain.CONTROL_STATE, domain.CONTROL_AGE, monitor.SILENCE),
    asks=_asks,
    parse=_parse,
)
