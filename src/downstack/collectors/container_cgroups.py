"""What the cgroups of containers limit, and how often they have run into that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.cgroups import from_lines, pressure, quota, whole
from downstack.collectors.qemu_cgroups import Place, place_of
from downstack.model import Absent, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import container, pod_cgroup
from downstack.source import Answers, Request, Way

_CPU = {
    "v1": ("cpu.cfs_quota_us", "cpu.cfs_period_us", "cpu.stat"),
    "v2": ("cpu.max", "cpu.stat"),
}
_MEMORY = {
    "v1": (
        *("memory.limit_in_bytes", "memory.usage_in_bytes"),
        *("memory.failcnt", "memory.oom_control"),
    ),
    "v2": ("memory.max", "memory.current", "memory.events"),
}
_PIDS = ("pids.current", "pids.max")
_PRESSURES = (
    (pod_cgroup.CPU_WAITING, "cpu.pressure"),
    (pod_cgroup.MEMORY_STALLED, "memory.pressure"),
    (pod_cgroup.IO_STALLED, "io.pressure"),
)
_NANO, _MICRO = 1e-9, 1e-6
_UNLIMITED = 2.0**62
_NO_LIMIT = Absent(Reason.NOT_APPLICABLE, "a limit")
_ELSEWHERE = Absent(Reason.NOT_ASKED, "downstack on the pod's node (as root)")
_V1 = Absent(Reason.UNSUPPORTED, "cgroup v2 on the node")
_CPU_SIGNALS = (
    *(container.QUOTA, container.PERIODS),
    *(container.THROTTLED_PERIODS, container.THROTTLED),
)
_MEMORY_SIGNALS = (
    *(container.MEMORY_MOST, container.MEMORY_USED),
    *(container.LIMIT_HITS, container.OOM_KILLS),
)
_PIDS_SIGNALS = (container.PIDS, container.PIDS_MOST)


def _place(found: Snapshot, one: Entity, signal: Signal) -> Place | Absent:
    """Return the folder of a cgroup; of a container elsewhere that one would have to be there."""
    value = found.value(one, signal.name)
    if isinstance(value, Absent):
        return _ELSEWHERE if value.reason is Reason.NOT_ASKED else value
    place = place_of(value) if isinstance(value, str) else None
    return place or Absent(Reason.MALFORMED, "a cgroup's folder")


def _asks(found: Snapshot) -> Iterable[Request]:
    for one in found.of_kind(Kind.CONTAINER):
        for signal, files in (
            (container.CPU_CGROUP, _CPU),
            (container.MEMORY_CGROUP, _MEMORY),
            (container.PIDS_CGROUP, {"v1": _PIDS, "v2": _PIDS}),
        ):
            place = _place(found, one, signal)
            if isinstance(place, Place):
                names = files[place.version]
                yield from (Request(Way.FILE, f"{place.folder}/{name}") for name in names)
    for one in found.of_kind(Kind.POD):
        place = _place(found, one, pod_cgroup.FOLDER)
        if isinstance(place, Place) and place.version == "v2":
            yield from (Request(Way.FILE, f"{place.folder}/{name}") for _, name in _PRESSURES)


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    for one in found.of_kind(Kind.CONTAINER):
        cpu = _place(found, one, container.CPU_CGROUP)
        memory = _place(found, one, container.MEMORY_CGROUP)
        pids = _place(found, one, container.PIDS_CGROUP)
        used = "memory.usage_in_bytes" if _is_v1(memory) else "memory.current"
        for signals, place, values, file in (
            (_CPU_SIGNALS, cpu, _cpu(answers, cpu), "cpu.stat"),
            (_MEMORY_SIGNALS, memory, _memory(answers, memory), used),
            (_PIDS_SIGNALS, pids, _pids(answers, pids), _PIDS[0]),
        ):
            at = _time(answers, place, file)
            for number, signal in enumerate(signals):
                value = place if isinstance(place, Absent) else values[number]
                yield Reading(one, signal, value, at)
    for one in found.of_kind(Kind.POD):
        place = _place(found, one, pod_cgroup.FOLDER)
        for signal, file in _PRESSURES:
            yield _pressure(answers, one, place, signal, file)


def _is_v1(place: Place | Absent) -> bool:
    return isinstance(place, Place) and place.version == "v1"


def _time(answers: Answers, place: Place | Absent, file: str) -> float:
    if isinstance(place, Absent):
        return 0.0
    raw = answers.raw(Request(Way.FILE, f"{place.folder}/{file}"))
    return 0.0 if isinstance(raw, Absent) else raw.at


def _cpu(answers: Answers, place: Place | Absent) -> tuple[Value, ...]:
    if isinstance(place, Absent):
        return ()
    allowed = quota(answers, place.version, place.folder)
    stat = answers.file(f"{place.folder}/cpu.stat")
    key, scale = ("throttled_usec", _MICRO) if place.version == "v2" else ("throttled_time", _NANO)
    counts = (
        from_lines(stat, "nr_periods"),
        from_lines(stat, "nr_throttled"),
        from_lines(stat, key, scale),
    )
    return (allowed, *(allowed if isinstance(allowed, Absent) else count for count in counts))


def _memory(answers: Answers, place: Place | Absent) -> tuple[Value, ...]:
    if isinstance(place, Absent):
        return ()
    texts = {name: answers.file(f"{place.folder}/{name}") for name in _MEMORY[place.version]}
    if place.version == "v2":
        events = texts["memory.events"]
        return (
            _limit(texts["memory.max"]),
            whole(texts["memory.current"]),
            from_lines(events, "max"),
            from_lines(events, "oom_kill"),
        )
    most = whole(texts["memory.limit_in_bytes"])
    return (
        _NO_LIMIT if isinstance(most, float) and most >= _UNLIMITED else most,
        whole(texts["memory.usage_in_bytes"]),
        whole(texts["memory.failcnt"]),
        from_lines(texts["memory.oom_control"], "oom_kill"),
    )


def _pids(answers: Answers, place: Place | Absent) -> tuple[Value, ...]:
    if isinstance(place, Absent):
        return ()
    now, most = (answers.file(f"{place.folder}/{name}") for name in _PIDS)
    return whole(now), _limit(most)


def _limit(text: str | Absent) -> Value:
    return _NO_LIMIT if isinstance(text, str) and text.strip() == "max" else whole(text)


def _pressure(
    answers: Answers, one: Entity, place: Place | Absent, signal: Signal, file: str
) -> Reading:
    if isinstance(place, Absent):
        return Reading(one, signal, place)
    if place.version != "v2":
        return Reading(one, signal, _V1)
    raw = answers.raw(Request(Way.FILE, f"{place.folder}/{file}"))
    text = raw if isinstance(raw, Absent) else raw.text
    return Reading(one, signal, pressure(text, "some"), 0.0 if isinstance(raw, Absent) else raw.at)


COLLECTOR = Collector(
    id="container_cgroups",
    round=Round.SAMPLE,
    level=Level.L0,
    provides=(
        *_CPU_SIGNALS,
        *_MEMORY_SIGNALS,
        *_PIDS_SIGNALS,
        *(signal for signal, _ in _PRESSURES),
    ),
    asks=_asks,
    parse=_parse,
)
