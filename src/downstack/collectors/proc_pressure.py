"""How long tasks waited for CPU, memory and storage: /proc/pressure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from downstack.collector import Collector, Round, Row, measure, number
from downstack.collectors.machine import HOST
from downstack.model import Absent, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import host_cpu, host_io, host_memory
from downstack.source import Answer, Answers, Request, Way

CPU = Request(Way.FILE, "/proc/pressure/cpu")
MEMORY = Request(Way.FILE, "/proc/pressure/memory")
IO = Request(Way.FILE, "/proc/pressure/io")
WITHOUT_PSI = Absent(Reason.UNSUPPORTED, "psi=1 on the kernel command line")
_LINE = re.compile(r"(some|full) avg10=(\S+) avg60=\S+ avg300=\S+ total=(\S+)")
_SIGNALS: dict[Request, dict[str, Signal]] = {
    CPU: {"some total": host_cpu.WAITING, "some avg10": host_cpu.WAITING_AVG10},
    MEMORY: {
        "some total": host_memory.WAITING,
        "some avg10": host_memory.WAITING_AVG10,
        "full total": host_memory.STALLED,
        "full avg10": host_memory.STALLED_AVG10,
    },
    IO: {
        "some total": host_io.WAITING,
        "some avg10": host_io.WAITING_AVG10,
        "full total": host_io.STALLED,
        "full avg10": host_io.STALLED_AVG10,
    },
}


def numbers_of(text: str) -> dict[str, Value]:
    """Return `some total` (seconds), `some avg10` (a ratio) and the same of `full`."""
    values: dict[str, Value] = {}
    for line in text.splitlines():
        if match := _LINE.fullmatch(line.strip()):
            kind, average, total = match.groups()
            values[f"{kind} avg10"] = number(average, 0.01)
            values[f"{kind} total"] = number(total, 1e-6)
    return values or dict.fromkeys(
        ("some total", "some avg10", "full total", "full avg10"),
        Absent(Reason.MALFORMED, "a line some avg10="),
    )


def measured(answer: Answer) -> Answer:
    """Return the answer; a kernel without PSI has no file, or one that cannot be read."""
    if isinstance(answer, Absent) and answer.reason in {Reason.MISSING, Reason.NOT_APPLICABLE}:
        return WITHOUT_PSI
    return answer


def _asks(_found: Snapshot) -> Iterable[Request]:
    return _SIGNALS


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    for request, names in _SIGNALS.items():

        def parse(text: str, names: Mapping[str, Signal] = names) -> dict[Signal, Value]:
            return {names[key]: value for key, value in numbers_of(text).items() if key in names}

        yield from measure(HOST, measured(answers.raw(request)), names.values(), parse)


COLLECTOR = Collector(
    id="proc_pressure",
    round=Round.SAMPLE,
    level=Level.L0,
    provides=tuple(signal for names in _SIGNALS.values() for signal in names.values()),
    asks=_asks,
    parse=_parse,
)
