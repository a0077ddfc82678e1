"""On which CPUs of the host the threads of each QEMU may run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.qemu_threads import (
    Thread,
    running,
    status_lines,
    threads,
    vcpu_entity,
    vcpus,
)
from downstack.model import Absent, Connection, Edge, Entity, Level, Reason, Snapshot, Value
from downstack.signals import qemu_process, vcpu
from downstack.source import Answers, Request, Way

ONLINE = "/sys/devices/system/cpu/online"
_RANGE = re.compile(r"([0-9]{1,6})(?:-([0-9]{1,6}))?")
_MOST_CPUS = 1 << 16


def read_list(text: str) -> frozenset[int] | Absent:
    """Return the numbers of a list such as 0-3,8 (cpuset(7), List format)."""
    numbers: set[int] = set()
    for part in text.strip().split(","):
        ends = _RANGE.fullmatch(part)
        low, high = (int(ends[1]), int(ends[2] or ends[1])) if ends else (1, 0)
        if not low <= high < _MOST_CPUS:
            return Absent(Reason.MALFORMED, "a list of numbers")
        numbers.update(range(low, high + 1))
    return frozenset(numbers)


def _asks(found: Snapshot) -> Iterable[Request]:
    yield Request(Way.FILE, ONLINE)
    for _one, pid in running(found):
        yield Request(Way.GLOB, f"/proc/{pid}/task/*/comm")
        yield Request(Way.GLOB, f"/proc/{pid}/task/*/status")


def _parse(answers: Answers, found: Snapshot) -> Iterable[Row]:
    text = answers.file(ONLINE)
    online = text if isinstance(text, Absent) else read_list(text)
    allowed: dict[Entity, tuple[str | Absent, Thread]] = {}
    for one, pid in running(found):
        several = threads(answers, pid)
        for index, thread in vcpus(found, one, several).items():
            place = vcpu_entity(one, index)
            yield Connection(Edge.VCPU_OF, place, one)
            allowed[place] = (_field(answers, pid, thread.tid, "Cpus_allowed_list"), thread)
        yield from _process(answers, one, pid)
    yield from _vcpus(allowed, online)


def _field(answers: Answers, pid: str, tid: str, key: str) -> str | Absent:
    text = answers.file(f"/proc/{pid}/task/{tid}/status")
    if isinstance(text, Absent):
        return text
    return status_lines(text).get(key) or Absent(Reason.MALFORMED)


def _process(answers: Answers, one: Entity, pid: str) -> Iterator[Reading]:
    cpus = _field(answers, pid, pid, "Cpus_allowed_list")
    yield Reading(one, qemu_process.ALLOWED_CPUS, cpus)
    nodes = _field(answers, pid, pid, "Mems_allowed_list")
    yield Reading(one, qemu_process.ALLOWED_NODES, nodes)
    several = nodes if isinstance(nodes, Absent) else read_list(nodes)
    count = several if isinstance(several, Absent) else float(len(several))
    yield Reading(one, qemu_process.ALLOWED_NODES_COUNT, count)


def _vcpus(
    allowed: dict[Entity, tuple[str | Absent, Thread]], online: frozenset[int] | Absent
) -> Iterator[Reading]:
    """Yield the CPUs of each vCPU, and how many vCPU threads share its only one."""
    usable = {place: _usable(text, online) for place, (text, _thread) in allowed.items()}
    bound: dict[frozenset[int], set[str]] = {}
    for place, cpus in usable.items():
        if isinstance(cpus, frozenset) and len(cpus) == 1:
            bound.setdefault(cpus, set()).add(allowed[place][1].tid)
    free = isinstance(online, Absent) or len(online) > 1
    one_cpu = Absent(Reason.NOT_APPLICABLE, "a host with more than one CPU")
    for place, (text, thread) in allowed.items():
        cpus = usable[place]
        if isinstance(cpus, Absent):
            count: Value = cpus
            sharers: Value = cpus
        else:
            count = float(len(cpus))
            sharers = float(len(bound.get(cpus, ()))) if free else one_cpu
        yield Reading(place, vcpu.ALLOWED_CPUS, text, thread.at)
        yield Reading(place, vcpu.ALLOWED_CPUS_COUNT, count, thread.at)
        yield Reading(place, vcpu.PINNED_SHARERS, sharers, thread.at)


def _usable(text: str | Absent, online: frozenset[int] | Absent) -> frozenset[int] | Absent:
    """Return the allowed CPUs that are online (all, when that could not be read)."""
    cpus = text if isinstance(text, Absent) else read_list(text)
    if isinstance(cpus, Absent) or isinstance(online, Absent):
        return cpus
    return cpus & online


COLLECTOR = Collector(
    id="affinity",
    round=Round.DETAIL,
    level=Level.L0,
    provides=(
        vcpu.ALLOWED_CPUS,
        vcpu.ALLOWED_CPUS_COUNT,
        vcpu.PINNED_SHARERS,
        qemu_process.ALLOWED_CPUS,
        qemu_process.ALLOWED_NODES,
        qemu_process.ALLOWED_NODES_COUNT,
    ),
    asks=_asks,
    parse=_parse,
)
