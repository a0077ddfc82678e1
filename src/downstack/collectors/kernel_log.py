"""Complaints of this machine's kernel: dmesg, searched for every kind of line of `kernel_log`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.collectors.machine import HOST, UPTIME, uptime_of
from downstack.model import Absent, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signals.kernel_log import LOGS, LogSignal
from downstack.source import Answers, Raw, Request, Way

DMESG = Request(Way.COMMAND, "dmesg -r")
HOUR = 3600.0
_LINE = re.compile(r"(?:<\d+>)?\[ *(\d+\.\d+)\](?:\[[^]]*\])? ?(.*)", re.ASCII)
_DENIED = Absent(Reason.DENIED, "root on the host, or kernel.dmesg_restrict=0")
_WITHOUT_TIMES = Absent(Reason.MALFORMED, "printk.time=1 on the kernel command line")


class Line(NamedTuple):
    """One line of the log, and how many seconds ago it was written."""

    age: float
    text: str


def lines_of(text: str, uptime: float) -> list[Line] | Absent:
    """Return the lines, oldest first; Absent when the kernel writes no times."""
    lines: list[Line] = []
    for match in (_LINE.match(line) for line in text.splitlines()):
        at = number(match[1]) if match else None
        if match and isinstance(at, float):
            lines.append(Line(max(0.0, uptime - at), match[2]))
    return _WITHOUT_TIMES if text.strip() and not lines else lines


def _read(answers: Answers) -> list[Line] | Absent:
    log, uptime = answers.raw(DMESG), answers.text(UPTIME)
    if isinstance(log, Absent):
        return _DENIED if log.reason is Reason.DENIED else log
    now = uptime if isinstance(uptime, Absent) else uptime_of(uptime)
    if isinstance(now, float):
        return lines_of(log.text, now)
    return now if isinstance(now, Absent) else Absent(Reason.MALFORMED, "the uptime")


def _found(log: LogSignal, lines: list[Line]) -> dict[str, list[Line]]:
    """Return the lines of one kind by the entity that they name ("" for the host)."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        if match := log.pattern.search(line.text):
            names = [name for name in match.groupdict().values() if name]
            found.setdefault(names[0] if names else "", []).append(line)
    return found


def _readings(
    entity: Entity, log: LogSignal, lines: list[Line] | Absent, at: float
) -> Iterator[Reading]:
    count, age, newest = log.signals
    if isinstance(lines, Absent):
        yield from (Reading(entity, signal, lines, at) for signal in log.signals)
        return
    never: Value = Absent(Reason.NOT_APPLICABLE)
    recent = sum(line.age <= HOUR for line in lines)
    yield Reading(entity, count, float(recent), at)
    yield Reading(entity, age, lines[-1].age if lines else never, at)
    yield Reading(entity, newest, lines[-1].text if lines else never, at)


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (DMESG, UPTIME)


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    lines = _read(answers)
    log_answer = answers.raw(DMESG)
    at = log_answer.at if isinstance(log_answer, Raw) else 0.0
    for log in LOGS:
        by_name = {} if isinstance(lines, Absent) else _found(log, lines)
        entities = (HOST,) if log.of is Kind.HOST else found.of_kind(log.of)
        for entity in entities:
            name = "" if entity == HOST else entity.key
            mine = lines if isinstance(lines, Absent) else by_name.get(name, [])
            yield from _readings(entity, log, mine, at)


COLLECTOR = Collector(
    id="kernel_log",
    round=Round.DETAIL,
    level=Level.L2,
    provides=tuple(signal for log in LOGS for signal in log.signals),
    asks=_asks,
    parse=_parse,
)
