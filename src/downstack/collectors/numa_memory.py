"""Memory, huge pages and misplaced pages of each NUMA node."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from downstack.collector import Collector, Round, Row, measure, number
from downstack.collectors import proc_meminfo
from downstack.collectors.numa_nodes import NODES
from downstack.model import Kind, Level, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import numa_node
from downstack.source import Answers, Request, Way

_MEMORY = {
    "MemTotal": numa_node.MEMORY,
    "MemFree": numa_node.FREE,
    "FilePages": numa_node.RECLAIMABLE,
    "HugePages_Total": numa_node.HUGE_PAGES,
    "HugePages_Free": numa_node.HUGE_PAGES_FREE,
}
_PAGES = {
    "numa_hit": numa_node.HITS,
    "numa_miss": numa_node.MISSES,
    "numa_foreign": numa_node.FOREIGN,
    "other_node": numa_node.REMOTE,
    "local_node": numa_node.LOCAL,
}


def _file(node: str, name: str) -> Request:
    return Request(Way.FILE, f"{NODES}/{node}/{name}")


def _parse_meminfo(text: str) -> Mapping[Signal, Value]:
    values = proc_meminfo.numbers_of(text)
    return {signal: values[name] for name, signal in _MEMORY.items() if name in values}


def _parse_numastat(text: str) -> Mapping[Signal, Value]:
    rows = (line.split() for line in text.splitlines())
    pairs = {row[0]: row[1] for row in rows if len(row) == 2}  # noqa: PLR2004 - name and number
    return {_PAGES[name]: number(word) for name, word in pairs.items() if name in _PAGES}


def _asks(found: Snapshot) -> Iterable[Request]:
    for node in found.of_kind(Kind.NUMA_NODE):
        yield from (_file(node.name, "meminfo"), _file(node.name, "numastat"))


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    for node in found.of_kind(Kind.NUMA_NODE):
        meminfo = answers.raw(_file(node.name, "meminfo"))
        numastat = answers.raw(_file(node.name, "numastat"))
        yield from measure(node, meminfo, _MEMORY.values(), _parse_meminfo)
        yield from measure(node, numastat, _PAGES.values(), _parse_numastat)


COLLECTOR = Collector(
    id="numa_memory",
    round=Round.SAMPLE,
    level=Level.L0,
    provides=(*_MEMORY.values(), *_PAGES.values()),
    asks=_asks,
    parse=_parse,
)
