"""CPU time by state, online CPUs and runnable tasks: /proc/stat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from downstack.collector import Collector, Round, Row, measure, number
from downstack.collectors.machine import HOST
from downstack.model import Absent, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import host_cpu
from downstack.source import Answers, Request, Way

STAT = Request(Way.FILE, "/proc/stat")
SECONDS_PER_TICK = 0.01
"""One tick of USER_HZ."""
STATES = ("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal", "guest")
"""Columns of a cpu line."""
BUSY = ("user", "nice", "system", "irq", "softirq")
_TIMES = {
    "user": host_cpu.USER,
    "nice": host_cpu.NICE,
    "system": host_cpu.SYSTEM,
    "idle": host_cpu.IDLE,
    "iowait": host_cpu.IOWAIT,
    "irq": host_cpu.IRQ,
    "softirq": host_cpu.SOFTIRQ,
    "steal": host_cpu.STEAL,
    "guest": host_cpu.GUEST,
    "busy": host_cpu.BUSY,
    "cpus": host_cpu.CPUS,
    "procs_running": host_cpu.RUNNING,
    "procs_blocked": host_cpu.BLOCKED,
    "ctxt": host_cpu.SWITCHES,
    "processes": host_cpu.FORKS,
}
_SIGNALS = tuple(_TIMES.values())


def numbers_of(text: str) -> dict[str, Value]:
    """Return seconds by state (and `busy`, their sum), the number of `cpus`, and the counters."""
    lines = [line.split() for line in text.splitlines()]
    values: dict[str, Value] = {
        words[0]: number(words[1])
        for words in lines
        if len(words) == 2  # noqa: PLR2004 - a name and a number
    }
    for words in lines:
        if words[:1] == ["cpu"]:
            values |= {
                state: number(word, SECONDS_PER_TICK)
                for state, word in zip(STATES, words[1:], strict=False)
            }
            values["busy"] = _sum(values.get(state) for state in BUSY)
    cpus = sum(bool(words) and words[0][:3] == "cpu" and words[0] != "cpu" for words in lines)
    if cpus:
        values["cpus"] = float(cpus)
    return values


def _sum(values: Iterable[Value | None]) -> Value:
    numbers = [value for value in values if isinstance(value, float)]
    whole = len(numbers) == len(BUSY)
    return sum(numbers) if whole else Absent(Reason.MALFORMED, "a line of all CPUs")


def _parse_text(text: str) -> Mapping[Signal, Value]:
    return {_TIMES[key]: value for key, value in numbers_of(text).items() if key in _TIMES}


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (STAT,)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    yield from measure(HOST, answers.raw(STAT), _SIGNALS, _parse_text)


COLLECTOR = Collector(
    id="proc_stat",
    round=Round.SAMPLE,
    level=Level.L0,
    provides=_SIGNALS,
    asks=_asks,
    parse=_parse,
)
