"""The clock of this machine: its source, its time, and how far chrony says it is off."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime

from downstack.collector import Collector, Reading, Round, Row, measure, number
from downstack.collectors.machine import HOST, UPTIME, uptime_of
from downstack.collectors.proc_stat import STAT
from downstack.model import Absent, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import clock
from downstack.source import Answers, Request, Way

CURRENT = Request(Way.FILE, "/sys/devices/system/clocksource/clocksource0/current_clocksource")
_AVAILABLE = Request(Way.FILE, "/sys/devices/system/clocksource/clocksource0/available_clocksource")
_TRACKING = Request(Way.COMMAND, "chronyc -c -n tracking")
_CHRONY = (clock.SYNCHRONISED, clock.OFFSET, clock.ROOT_DISPERSION)
_BOOT = re.compile(r"^btime (\d{1,12})$", re.MULTILINE | re.ASCII)
_FIELDS = 14
_OFFSET, _DISPERSION, _LEAP = 4, 11, 13


def source_of(text: str) -> Value:
    """Return the state for a clock source; one that is not declared is `other`."""
    name = text.strip()
    if not name:
        return Absent(Reason.MALFORMED, "the name of a clock source")
    return name if name in clock.SOURCE.states else "other"


def _time(answers: Answers) -> Value:
    stat, uptime = answers.text(STAT), answers.text(UPTIME)
    for text in (stat, uptime):
        if isinstance(text, Absent):
            return text
    boot, elapsed = _BOOT.search(str(stat)), uptime_of(str(uptime))
    if boot is None or not isinstance(elapsed, float):
        return Absent(Reason.MALFORMED, "btime and the uptime")
    try:
        time = datetime.fromtimestamp(int(boot[1]) + elapsed, tz=UTC)
    except (OverflowError, ValueError):
        return Absent(Reason.MALFORMED, "a time that exists")
    return time.isoformat(timespec="seconds")


def _parse_tracking(text: str) -> Mapping[Signal, Value]:
    fields = text.strip().split(",")
    if len(fields) != _FIELDS:
        return dict.fromkeys(_CHRONY, Absent(Reason.MALFORMED, f"{_FIELDS} fields of chronyc"))
    followed = "no" if fields[_LEAP] == "Not synchronised" else "yes"
    never = Absent(Reason.NOT_APPLICABLE, "a clock that follows a server")
    offset = number(fields[_OFFSET])
    return {
        clock.SYNCHRONISED: followed,
        clock.OFFSET: _size(offset) if followed == "yes" else never,
        clock.ROOT_DISPERSION: number(fields[_DISPERSION]) if followed == "yes" else never,
    }


def _size(value: float | Absent) -> Value:
    return value if isinstance(value, Absent) else abs(value)


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (CURRENT, _AVAILABLE, STAT, UPTIME, _TRACKING)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    yield from measure(
        HOST, answers.raw(CURRENT), (clock.SOURCE,), lambda text: {clock.SOURCE: source_of(text)}
    )
    yield from measure(
        HOST, answers.raw(_AVAILABLE), (clock.SOURCES,), lambda text: {clock.SOURCES: text.strip()}
    )
    yield Reading(HOST, clock.TIME, _time(answers))
    yield from measure(HOST, answers.raw(_TRACKING), _CHRONY, _parse_tracking)


COLLECTOR = Collector(
    id="clock",
    round=Round.DETAIL,
    level=Level.L0,
    provides=(clock.SOURCE, clock.SOURCES, clock.TIME, *_CHRONY),
    asks=_asks,
    parse=_parse,
)
