"""Connection tracking: how full its table is, and what it dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from downstack.collector import Collector, Round, Row, measure, number
from downstack.collectors.machine import HOST
from downstack.model import Absent, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import host_network
from downstack.source import Answer, Answers, Request, Way

_SYSCTL = "/proc/sys/net/netfilter"
_STAT = Request(Way.FILE, "/proc/net/stat/nf_conntrack")
_NUMBERS = {
    Request(Way.FILE, f"{_SYSCTL}/nf_conntrack_count"): host_network.TRACKED,
    Request(Way.FILE, f"{_SYSCTL}/nf_conntrack_max"): host_network.TRACKED_LIMIT,
}
_COUNTERS = {
    "drop": host_network.CONNTRACK_DROPS,
    "early_drop": host_network.CONNTRACK_EARLY_DROPS,
    "insert_failed": host_network.CONNTRACK_INSERT_FAILURES,
}
_HEX = re.compile(r"[0-9a-f]{8,16}")


def sum_of_hex(words: Iterable[str]) -> Value:
    """Return the sum of one hexadecimal column over all CPUs."""
    found = list(words)
    if not found or not all(_HEX.fullmatch(word) for word in found):
        return Absent(Reason.MALFORMED, "hexadecimal numbers, a line for each CPU")
    return float(sum(int(word, 16) for word in found))


def _in_use(answer: Answer) -> Answer:
    """Return the answer; where the files are missing nothing is tracked, so nothing is lost."""
    if isinstance(answer, Absent) and answer.reason is Reason.MISSING:
        return Absent(Reason.NOT_APPLICABLE, "connection tracking in use (nf_conntrack)")
    return answer


def _parse_stat(text: str) -> Mapping[Signal, Value]:
    lines = [line.split() for line in text.splitlines()]
    header, rows = (lines[0], lines[1:]) if lines else ([], [])
    columns = {name: header.index(name) for name in _COUNTERS if name in header}
    if not columns or any(len(row) != len(header) for row in rows):
        return dict.fromkeys(_COUNTERS.values(), Absent(Reason.MALFORMED, "a table"))
    return {_COUNTERS[name]: sum_of_hex(row[at] for row in rows) for name, at in columns.items()}


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (*_NUMBERS, _STAT)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    for request, signal in _NUMBERS.items():

        def parse(text: str, signal: Signal = signal) -> dict[Signal, Value]:
            return {signal: number(text.strip())}

        yield from measure(HOST, _in_use(answers.raw(request)), (signal,), parse)
    yield from measure(HOST, _in_use(answers.raw(_STAT)), _COUNTERS.values(), _parse_stat)


COLLECTOR = Collector(
    id="conntrack",
    round=Round.SAMPLE,
    level=Level.L0,
    provides=(*_NUMBERS.values(), *_COUNTERS.values()),
    asks=_asks,
    parse=_parse,
)
