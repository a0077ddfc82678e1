"""What the cgroups of a domain limit, and how often it has run into that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.collectors.qemu_cgroups import Place, place_of
from downstack.collectors.qemu_threads import running, threads, vcpu_entity, vcpus
from downstack.model import Absent, Entity, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import cgroup, vcpu
from downstack.source import Answers, Request, Way

_MICRO, _NANO = 1e-6, 1e-9
_CPU_FILES = {
    "v1": ("cpu.cfs_quota_us", "cpu.cfs_period_us", "cpu.stat"),
    "v2": ("cpu.max", "cpu.stat"),
}
_MEMORY_FILES = {
    "v1": (
        "memory.limit_in_bytes",
        "memory.usage_in_bytes",
        "memory.failcnt",
        "memory.oom_control",
        "memory.stat",
    ),
    "v2": (
        "memory.max",
        "memory.current",
        "memory.events",
        "memory.swap.current",
        "cpu.pressure",
        "memory.pressure",
        "io.pressure",
    ),
}
_IO_FILES = {
    "v1": tuple(
        f"blkio.throttle.{way}_{what}_device"
        for way in ("read", "write")
        for what in ("bps", "iops")
    ),
    "v2": ("io.max",),
}
_WEIGHT = {"v1": "cpu.shares", "v2": "cpu.weight"}
_PRESSURES: tuple[tuple[Signal, str, str], ...] = (
    (cgroup.CPU_WAITING, "cpu.pressure", "some"),
    (cgroup.MEMORY_WAITING, "memory.pressure", "some"),
    (cgroup.MEMORY_STALLED, "memory.pressure", "full"),
    (cgroup.IO_WAITING, "io.pressure", "some"),
    (cgroup.IO_STALLED, "io.pressure", "full"),
)
_UNLIMITED = 2.0**62
"""memory.limit_in_bytes without a limit is 2^63, rounded down to a page."""
_SHARED = Absent(Reason.NOT_APPLICABLE, "a cgroup of the domain's own")
_NO_QUOTA = Absent(Reason.NOT_APPLICABLE, "a quota")


def _place(found: Snapshot, one: Entity, signal: Signal) -> Place | Absent:
    value = found.value(one, signal.name)
    place = place_of(value) if isinstance(value, str) else None
    if place is not None and place.version in _CPU_FILES:
        return place
    return value if isinstance(value, Absent) else Absent(Reason.MALFORMED)


def _asks(found: Snapshot) -> Iterable[Request]:
    for one, pid in running(found):
        yield Request(Way.GLOB, f"/proc/{pid}/task/*/comm")
        place = _place(found, one, cgroup.CPU_CGROUP)
        if isinstance(place, Place):
            files = _CPU_FILES[place.version]
            folders = (place.folder, f"{place.folder}/emulator", *place.above)
            yield from (Request(Way.FILE, f"{at}/{file}") for at in folders for file in files)
            yield from (Request(Way.GLOB, f"{place.folder}/vcpu*/{file}") for file in files)
            yield Request(Way.FILE, f"{place.folder}/{_WEIGHT[place.version]}")
        for signal, names in (
            (cgroup.MEMORY_CGROUP, _MEMORY_FILES),
            (cgroup.IO_CGROUP, _IO_FILES),
        ):
            place = _place(found, one, signal)
            if isinstance(place, Place):
                at, files = place.folder, names[place.version]
                yield from (Request(Way.FILE, f"{at}/{file}") for file in files)


def _parse(answers: Answers, found: Snapshot) -> Iterable[Row]:
    for one, pid in running(found):
        cpu = _place(found, one, cgroup.CPU_CGROUP)
        yield from _cpu(answers, one, cpu)
        for index in sorted(vcpus(found, one, threads(answers, pid))):
            yield from _vcpu(answers, vcpu_entity(one, index), cpu, index)
        yield from _memory(answers, one, _place(found, one, cgroup.MEMORY_CGROUP))
        yield from _io(answers, one, _place(found, one, cgroup.IO_CGROUP))


def _vcpu(answers: Answers, place: Entity, cpu: Place | Absent, index: int) -> Iterator[Reading]:
    signals = (vcpu.QUOTA, vcpu.THROTTLED, vcpu.PERIODS, vcpu.THROTTLED_PERIODS)
    if isinstance(cpu, Absent):
        yield from (Reading(place, signal, cpu) for signal in signals)
        return
    folder = f"{cpu.folder}/vcpu{index}"
    allowed = quota(answers, cpu.version, folder)
    values = (
        allowed,
        _throttled(answers, cpu.version, folder),
        _from_stat(answers, folder, "nr_periods"),
        _from_stat(answers, folder, "nr_throttled"),
    )
    at = _time(answers, f"{folder}/cpu.stat")
    for signal, value in zip(signals, values, strict=True):
        yield Reading(place, signal, allowed if isinstance(allowed, Absent) else value, at)


def _cpu(answers: Answers, one: Entity, cpu: Place | Absent) -> Iterator[Reading]:
    signals = (
        cgroup.QUOTA,
        cgroup.THROTTLED,
        cgroup.EMULATOR_QUOTA,
        cgroup.EMULATOR_THROTTLED,
        cgroup.SHARES,
    )
    if isinstance(cpu, Absent):
        yield from (Reading(one, signal, cpu) for signal in signals)
        return
    emulator = f"{cpu.folder}/emulator"
    weight = answers.file(f"{cpu.folder}/{_WEIGHT[cpu.version]}")
    folders = (cpu.folder, *cpu.above)
    values = (
        _least([quota(answers, cpu.version, folder) for folder in folders]),
        _sum([_throttled(answers, cpu.version, folder) for folder in folders]),
        quota(answers, cpu.version, emulator),
        _throttled(answers, cpu.version, emulator),
        weight if isinstance(weight, Absent) else number(weight.strip()),
    )
    at = _time(answers, f"{cpu.folder}/cpu.stat")
    for signal, value in zip(signals, values, strict=True):
        yield Reading(one, signal, value, at)


def _time(answers: Answers, path: str) -> float:
    raw = answers.raw(Request(Way.FILE, path))
    return 0.0 if isinstance(raw, Absent) else raw.at


def quota(answers: Answers, version: str, folder: str) -> Value:
    """Return the CPUs' worth of time that a cgroup allows; one that is not there allows all."""
    if version == "v2":
        text = answers.file(f"{folder}/cpu.max")
        fields = text if isinstance(text, Absent) else text.split()
    else:
        names = ("cpu.cfs_quota_us", "cpu.cfs_period_us")
        texts = [answers.file(f"{folder}/{name}") for name in names]
        absent = next((text for text in texts if isinstance(text, Absent)), None)
        fields = absent or [str(text).strip() for text in texts]
    if isinstance(fields, Absent):
        gone = fields.reason in {Reason.MISSING, Reason.NOT_ASKED}
        return _NO_QUOTA if gone else fields
    if len(fields) != 2:  # noqa: PLR2004 - the quota and its period
        return Absent(Reason.MALFORMED)
    quota, period = number(fields[0]), number(fields[1])
    if fields[0] == "max" or (isinstance(quota, float) and quota <= 0):
        return _NO_QUOTA
    if isinstance(quota, Absent) or isinstance(period, Absent) or period <= 0:
        return Absent(Reason.MALFORMED)
    return quota / period


def _throttled(answers: Answers, version: str, folder: str) -> Value:
    allowed = quota(answers, version, folder)
    if isinstance(allowed, Absent):
        return allowed
    if version == "v2":
        return _from_stat(answers, folder, "throttled_usec", _MICRO)
    return _from_stat(answers, folder, "throttled_time", _NANO)


def _from_stat(answers: Answers, folder: str, key: str, scale: float = 1.0) -> Value:
    return from_lines(answers.file(f"{folder}/cpu.stat"), key, scale)


def from_lines(text: str | Absent, key: str, scale: float = 1.0) -> Value:
    """Return the number behind a word at the start of a line."""
    if isinstance(text, Absent):
        return text
    for line in text.splitlines():
        first, _, rest = line.partition(" ")
        if first == key:
            return number(rest.strip(), scale)
    return Absent(Reason.UNSUPPORTED, "a kernel that counts it")


def _least(values: list[Value]) -> Value:
    numbers = [value for value in values if isinstance(value, float)]
    return _broken(values) or (min(numbers) if numbers else _NO_QUOTA)


def _sum(values: list[Value]) -> Value:
    numbers = [value for value in values if isinstance(value, float)]
    return _broken(values) or (sum(numbers) if numbers else _NO_QUOTA)


def _broken(values: list[Value]) -> Absent | None:
    """Return the first absence that does not just say that there is no quota."""
    absent = (value for value in values if isinstance(value, Absent))
    return next((one for one in absent if one.reason is not Reason.NOT_APPLICABLE), None)


def _memory(answers: Answers, one: Entity, memory: Place | Absent) -> Iterator[Reading]:
    signals = (
        cgroup.MEMORY_LIMIT,
        cgroup.MEMORY_USED,
        cgroup.LIMIT_HITS,
        cgroup.OOM_KILLS,
        cgroup.MEMORY_SWAP,
    )
    pressures = tuple(signal for signal, _file, _line in _PRESSURES)
    if isinstance(memory, Absent) or not memory.path:
        missing = memory if isinstance(memory, Absent) else _SHARED
        yield from (Reading(one, signal, missing) for signal in (*signals, *pressures))
        return
    texts = {
        file: answers.file(f"{memory.folder}/{file}") for file in _MEMORY_FILES[memory.version]
    }
    values = _memory_v2(texts) if memory.version == "v2" else _memory_v1(texts)
    usage = "memory.current" if memory.version == "v2" else "memory.usage_in_bytes"
    at = _time(answers, f"{memory.folder}/{usage}")
    for signal, value in zip(signals, values, strict=True):
        yield Reading(one, signal, value, at)
    for signal, file, line in _PRESSURES:
        path = f"{memory.folder}/{file}"
        yield Reading(one, signal, pressure(texts.get(file), line), _time(answers, path))


_Texts = dict[str, str | Absent]
_Five = tuple[Value, Value, Value, Value, Value]


def _memory_v1(texts: _Texts) -> _Five:
    limit = whole(texts["memory.limit_in_bytes"])
    if isinstance(limit, float) and limit >= _UNLIMITED:
        limit = Absent(Reason.NOT_APPLICABLE, "a memory limit")
    swap = from_lines(texts["memory.stat"], "total_swap")
    return (
        limit,
        whole(texts["memory.usage_in_bytes"]),
        whole(texts["memory.failcnt"]),
        from_lines(texts["memory.oom_control"], "oom_kill"),
        swap,
    )


def _memory_v2(texts: _Texts) -> _Five:
    limit = texts["memory.max"]
    unlimited = isinstance(limit, str) and limit.strip() == "max"
    return (
        Absent(Reason.NOT_APPLICABLE, "a memory limit") if unlimited else whole(limit),
        whole(texts["memory.current"]),
        from_lines(texts["memory.events"], "max"),
        from_lines(texts["memory.events"], "oom_kill"),
        whole(texts["memory.swap.current"]),
    )


def whole(text: str | Absent) -> Value:
    """Return the number that a file holds."""
    return text if isinstance(text, Absent) else number(text.strip())


def pressure(text: str | Absent | None, line: str) -> Value:
    """Return the seconds of one line of a pressure file."""
    if text is None:
        return Absent(Reason.UNSUPPORTED, "cgroup v2")
    if isinstance(text, Absent):
        off = Absent(Reason.UNSUPPORTED, "a kernel with pressure stall information (psi=1)")
        return off if text.reason is Reason.MISSING else text
    for row in text.splitlines():
        if row.startswith(f"{line} "):
            return number(row.rpartition(" total=")[2], _MICRO)
    return Absent(Reason.UNSUPPORTED, "a kernel that counts it")


def _io(answers: Answers, one: Entity, io: Place | Absent) -> Iterator[Reading]:
    if isinstance(io, Absent) or not io.path:
        missing = io if isinstance(io, Absent) else _SHARED
        both = (cgroup.IO_LIMITED, cgroup.IO_LIMITS)
        yield from (Reading(one, signal, missing) for signal in both)
        return
    limits: list[str] = []
    trouble: Absent | None = None
    for file in _IO_FILES[io.version]:
        text = answers.file(f"{io.folder}/{file}")
        if isinstance(text, str):
            prefix = "" if io.version == "v2" else f"{file.split('.')[2].removesuffix('_device')} "
            limits += [prefix + line.strip() for line in text.splitlines() if line.strip()]
        elif text.reason is not Reason.MISSING:
            trouble = text
    none = Absent(Reason.NOT_APPLICABLE, "an I/O limit")
    yield Reading(one, cgroup.IO_LIMITED, "yes" if limits else trouble or "no")
    yield Reading(one, cgroup.IO_LIMITS, "; ".join(limits) or trouble or none)


COLLECTOR = Collector(
    id="cgroups",
    round=Round.SAMPLE,
    level=Level.L0,
    provides=(
        vcpu.QUOTA,
        vcpu.THROTTLED,
        vcpu.PERIODS,
        vcpu.THROTTLED_PERIODS,
        cgroup.QUOTA,
        cgroup.THROTTLED,
        cgroup.EMULATOR_QUOTA,
        cgroup.EMULATOR_THROTTLED,
        cgroup.SHARES,
        cgroup.MEMORY_LIMIT,
        cgroup.MEMORY_USED,
        cgroup.LIMIT_HITS,
        cgroup.OOM_KILLS,
        cgroup.MEMORY_SWAP,
        cgroup.IO_LIMITED,
        cgroup.IO_LIMITS,
        *(signal for signal, _file, _line in _PRESSURES),
    ),
    asks=_asks,
    parse=_parse,
)
