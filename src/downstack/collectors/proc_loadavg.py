"""Load averages, and the tasks that are runnable right now: /proc/loadavg."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from downstack.collector import Collector, Round, Row, measure, number
from downstack.collectors.machine import HOST
from downstack.model import Absent, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import host_cpu
from downstack.source import Answers, Request, Way

LOADAVG = Request(Way.FILE, "/proc/loadavg")
_SIGNALS = (host_cpu.LOAD, host_cpu.LOAD_15, host_cpu.RUNNABLE, host_cpu.TASKS)
_LINE = re.compile(r"(\S+) \S+ (\S+) (\d+)/(\d+) \d+\s*", re.ASCII)


def _parse_text(text: str) -> Mapping[Signal, Value]:
    match = _LINE.fullmatch(text)
    if match is None:
        return dict.fromkeys(_SIGNALS, Absent(Reason.MALFORMED, "three loads and R/N"))
    return {signal: number(word) for signal, word in zip(_SIGNALS, match.groups(), strict=True)}


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (LOADAVG,)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    yield from measure(HOST, answers.raw(LOADAVG), _SIGNALS, _parse_text)


COLLECTOR = Collector(
    id="proc_loadavg",
    round=Round.SAMPLE,
    level=Level.L0,
    provides=_SIGNALS,
    asks=_asks,
    parse=_parse,
)
