"""Memory, swap and huge pages: /proc/meminfo."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from downstack.collector import Collector, Round, Row, measure, number
from downstack.collectors.machine import HOST
from downstack.model import Absent, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import host_memory
from downstack.source import Answers, Request, Way

MEMINFO = Request(Way.FILE, "/proc/meminfo")
_LINE = re.compile(r"(?:Node \d+ )?([A-Za-z0-9_()]+):\s+(\S+)( kB)?\s*", re.ASCII)
_SIGNALS = {
    "MemTotal": host_memory.TOTAL,
    "MemFree": host_memory.FREE,
    "MemAvailable": host_memory.AVAILABLE,
    "Cached": host_memory.CACHED,
    "Dirty": host_memory.DIRTY,
    "Writeback": host_memory.WRITEBACK,
    "AnonPages": host_memory.ANON,
    "AnonHugePages": host_memory.ANON_HUGE,
    "SUnreclaim": host_memory.UNRECLAIMABLE,
    "PageTables": host_memory.PAGE_TABLES,
    "Committed_AS": host_memory.COMMITTED,
    "CommitLimit": host_memory.COMMIT_LIMIT,
    "SwapTotal": host_memory.SWAP_TOTAL,
    "SwapFree": host_memory.SWAP_FREE,
    "HugePages_Total": host_memory.HUGE_PAGES,
    "HugePages_Free": host_memory.HUGE_PAGES_FREE,
    "HugePages_Rsvd": host_memory.HUGE_PAGES_RESERVED,
    "HugePages_Surp": host_memory.HUGE_PAGES_SURPLUS,
    "Hugepagesize": host_memory.HUGE_PAGE_SIZE,
    "Hugetlb": host_memory.HUGETLB,
}


def numbers_of(text: str) -> dict[str, Value]:
    """Return the fields by name, bytes where the kernel writes kB; also of a node's meminfo."""
    values: dict[str, Value] = {}
    for line in text.splitlines():
        if match := _LINE.fullmatch(line):
            name, word, unit = match.groups()
            values[name] = number(word, 1024.0 if unit else 1.0)
    return values


def _parse_text(text: str) -> Mapping[Signal, Value]:
    values = numbers_of(text)
    if "MemTotal" not in values:
        return dict.fromkeys(_SIGNALS.values(), Absent(Reason.MALFORMED, "a line MemTotal:"))
    return {signal: values[key] for key, signal in _SIGNALS.items() if key in values}


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (MEMINFO,)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    yield from measure(HOST, answers.raw(MEMINFO), _SIGNALS.values(), _parse_text)


COLLECTOR = Collector(
    id="proc_meminfo",
    round=Round.SAMPLE,
    level=Level.L0,
    provides=tuple(_SIGNALS.values()),
    asks=_asks,
    parse=_parse,
)
