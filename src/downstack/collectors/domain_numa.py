"""How much of each QEMU's memory is on another NUMA node than its vCPUs.

By the counters of its memory cgroup: numa_maps would walk its page tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.collectors.affinity import read_list
from downstack.collectors.qemu_cgroups import Place, place_of
from downstack.collectors.qemu_threads import Thread, running, status_lines, threads, vcpus
from downstack.model import Absent, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signals import cgroup, domain_numa, numa_node
from downstack.source import Answers, Request, Way

_PAGE = 4096.0
_MEBI = 2.0**20
_ANON = {"v1": ("hierarchical_anon", "anon"), "v2": ("anon",)}
"""What holds the guest's memory, the line to prefer first (v1 also counts the cgroups below)."""
_NODE = re.compile(r"N(\d+)=(\d+)", re.ASCII)
_NO_NODES = Absent(Reason.MISSING, "/sys/devices/system/node")
_EMPTY = Absent(Reason.NOT_APPLICABLE, "ordinary memory (huge pages are not counted here)")
_LEAST = 16 * _MEBI


def _place(found: Snapshot, one: Entity) -> Place | Absent:
    value = found.value(one, cgroup.MEMORY_CGROUP.name)
    place = place_of(value) if isinstance(value, str) else None
    if place is not None and place.version in _ANON and place.path:
        return place
    if isinstance(value, Absent):
        return value
    return Absent(Reason.NOT_APPLICABLE, "a cgroup of the domain's own")


def _file(place: Place) -> Request:
    return Request(Way.FILE, f"{place.folder}/memory.numa_stat")


def _asks(found: Snapshot) -> Iterable[Request]:
    for one, pid in running(found):
        place = _place(found, one)
        if isinstance(place, Place):
            yield _file(place)
            for file in ("comm", "stat", "status"):
                yield Request(Way.GLOB, f"/proc/{pid}/task/*/{file}")


def read_stat(text: str, version: str) -> Mapping[int, float] | Absent:
    """Return the bytes of anonymous memory on each node."""
    lines = {re.split("[ =]", line, maxsplit=1)[0]: line for line in text.splitlines()}
    line = next((lines[name] for name in _ANON[version] if name in lines), None)
    if line is None:
        return Absent(Reason.UNSUPPORTED, "a kernel that counts it")
    scale = _PAGE if version == "v1" else 1.0
    sizes = {int(node): number(size, scale) for node, size in _NODE.findall(line)}
    return {node: size for node, size in sizes.items() if isinstance(size, float)}


def _nodes(found: Snapshot) -> Mapping[int, frozenset[int]]:
    """Return the CPUs of each node."""
    cpus: dict[int, frozenset[int]] = {}
    for node in found.of_kind(Kind.NUMA_NODE):
        listed = read_list(found.text(node, numa_node.CPUS.name))
        if isinstance(listed, frozenset):
            cpus[int(node.key)] = listed
    return cpus


def _sizes(
    answers: Answers, place: Place | Absent, nodes: Mapping[int, frozenset[int]]
) -> Mapping[int, float] | Absent:
    text = place if isinstance(place, Absent) else answers.text(_file(place))
    if isinstance(text, Absent) or isinstance(place, Absent):
        return text if isinstance(text, Absent) else Absent(Reason.MISSING)
    if not nodes:
        return _NO_NODES
    sizes = read_stat(text, place.version)
    if isinstance(sizes, Absent):
        return sizes
    return sizes if sum(sizes.values()) >= _LEAST else _EMPTY


def _away(sizes: Mapping[int, float], near: frozenset[int]) -> float:
    """Return the part of the memory that is not on these nodes."""
    return sum(size for node, size in sizes.items() if node not in near) / sum(sizes.values())


def _near(cpus: frozenset[int], nodes: Mapping[int, frozenset[int]]) -> frozenset[int]:
    return frozenset(node for node, its in nodes.items() if its & cpus)


def _allowed(answers: Answers, pid: str, several: Iterable[Thread]) -> frozenset[int] | Absent:
    """Return every CPU on which one of the threads may run."""
    cpus: set[int] = set()
    for thread in several:
        text = answers.file(f"/proc/{pid}/task/{thread.tid}/status")
        listed = "" if isinstance(text, Absent) else status_lines(text).get("Cpus_allowed_list")
        its = text if isinstance(text, Absent) else read_list(listed or "")
        if isinstance(its, Absent):
            return its
        cpus |= its
    return frozenset(cpus) if cpus else Absent(Reason.MISSING, "vCPU threads with names")


def _last(several: Iterable[Thread]) -> list[frozenset[int]]:
    """Return the CPU on which each of the threads ran last."""
    fields = [thread.stat.field(39) for thread in several if thread.stat]
    return [frozenset({int(field)}) for field in fields if field.isascii() and field.isdigit()]


def _ratios(
    answers: Answers, pid: str, several: list[Thread], sizes: Mapping[int, float], found: Snapshot
) -> tuple[Value, Value]:
    nodes = _nodes(found)
    allowed = _allowed(answers, pid, several)
    forbidden: Value = (
        allowed if isinstance(allowed, Absent) else _away(sizes, _near(allowed, nodes))
    )
    away = [_away(sizes, _near(cpu, nodes)) for cpu in _last(several)]
    remote: Value = sum(away) / len(away) if away else Absent(Reason.MISSING, "vCPU threads")
    return forbidden, remote


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    nodes = _nodes(found)
    for one, pid in running(found):
        sizes = _sizes(answers, _place(found, one), nodes)
        if isinstance(sizes, Absent):
            yield from (Reading(one, signal, sizes) for signal in COLLECTOR.provides)
            continue
        its = list(vcpus(found, one, threads(answers, pid)).values())
        forbidden, remote = _ratios(answers, pid, its, sizes, found)
        told = ", ".join(f"node{node} {size / _MEBI:.0f} MiB" for node, size in sizes.items())
        yield Reading(one, domain_numa.MEMORY_NODES, told)
        yield Reading(one, domain_numa.FORBIDDEN_RATIO, forbidden)
        yield Reading(one, domain_numa.REMOTE_RATIO, remote)


COLLECTOR = Collector(
    id="domain_numa",
    round=Round.DETAIL,
    level=Level.L0,
    provides=(domain_numa.MEMORY_NODES, domain_numa.FORBIDDEN_RATIO, domain_numa.REMOTE_RATIO),
    asks=_asks,
    parse=_parse,
)
