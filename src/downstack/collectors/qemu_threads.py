"""The threads of each QEMU: what every vCPU, I/O thread and the main loop ran and waited."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.collectors.qemu_processes import Stat, host, read_stat
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import domain, qemu_process, vcpu
from downstack.source import Answer, Answers, Request, Way

_NANO = 1e-9
_KIBI = 1024.0
_FILES = ("comm", "stat", "schedstat")
_VCPU = re.compile(r"CPU (\d{1,5})/(\w+)")
_ALL_VCPUS = re.compile(r"ALL CPUs/(\w+)")
_IOTHREAD = re.compile(r"IO (?!mon_iothread)(.*)")
_MOST_VCPUS = 4096
_STATUS = (
    (qemu_process.RESIDENT, "VmRSS"),
    (qemu_process.SWAPPED, "VmSwap"),
    (qemu_process.HUGE, "HugetlbPages"),
)


@dataclass(frozen=True, slots=True)
class Thread:
    """One thread of a QEMU."""

    tid: str
    comm: str
    stat: Stat | None
    times: tuple[Value, Value]
    """CPU time and run delay, in seconds."""
    at: float


def threads(answers: Answers, pid: str) -> list[Thread]:
    """Return the threads of a process, by their id."""
    found = []
    for path, raw in answers.files(f"/proc/{pid}/task/*/comm").items():
        folder = path.removesuffix("/comm")
        text = answers.file(f"{folder}/stat")
        stat = None if isinstance(text, Absent) else read_stat(text)
        schedstat = answers.raw(Request(Way.FILE, f"{folder}/schedstat"))
        at = raw.at if isinstance(schedstat, Absent) else schedstat.at
        tid = folder.rpartition("/")[2]
        found.append(Thread(tid, raw.text.rstrip("\n"), stat, _times(schedstat), at))
    return sorted(found, key=lambda thread: (len(thread.tid), thread.tid))


def _times(answer: Answer) -> tuple[Value, Value]:
    if isinstance(answer, Absent):
        return answer, answer
    fields = answer.text.split()
    if len(fields) < 2:  # noqa: PLR2004 - the first two of three
        return Absent(Reason.MALFORMED), Absent(Reason.MALFORMED)
    return number(fields[0], _NANO), number(fields[1], _NANO)


def vcpus(found: Snapshot, one: Entity, several: Sequence[Thread]) -> dict[int, Thread]:
    """Return the thread of each vCPU; a single-threaded TCG has one thread for all."""
    by_index: dict[int, Thread] = {}
    for thread in several:
        if _ALL_VCPUS.fullmatch(thread.comm):
            started = found.value(one, domain.STARTED_VCPUS.name)
            count = started if isinstance(started, float) else 1.0
            return dict.fromkeys(range(int(min(count, _MOST_VCPUS))), thread)
        named = _VCPU.fullmatch(thread.comm)
        if named:
            by_index[int(named[1])] = thread
    return by_index


def vcpu_entity(one: Entity, index: int) -> Entity:
    """Return vCPU number *index* of a domain."""
    return Entity(Kind.VCPU, f"{one.key}/vcpu{index}", f"{one.name}/vcpu{index}")


def running(found: Snapshot) -> Iterator[tuple[Entity, str]]:
    """Yield each domain that has a QEMU, with its process id."""
    for one in found.of_kind(Kind.DOMAIN):
        pid = found.text(one, domain.QEMU_PID.name)
        if pid:
            yield one, pid


def _asks(found: Snapshot) -> Iterable[Request]:
    for one, pid in running(found):
        yield from (Request(Way.GLOB, f"/proc/{pid}/task/*/{file}") for file in _FILES)
        yield from (Request(Way.FILE, f"/proc/{pid}/{file}") for file in ("stat", "status"))
        for vhost in found.text(one, domain.QEMU_VHOST_THREADS.name).split():
            yield Request(Way.FILE, f"/proc/{vhost}/schedstat")


def _parse(answers: Answers, found: Snapshot) -> Iterable[Row]:
    here = next(iter(found.of_kind(Kind.HOST)), host(answers))
    for one, pid in running(found):
        several = threads(answers, pid)
        by_index = vcpus(found, one, several)
        yield from _unnamed(found, one, several, by_index)
        for index, thread in sorted(by_index.items()):
            place = vcpu_entity(one, index)
            yield Connection(Edge.RUNS, here, place)
            yield Connection(Edge.VCPU_OF, place, one)
            yield from _vcpu(place, thread)
        yield from _process(answers, one, pid)
        gone = Absent(Reason.MISSING, "a running QEMU")
        for signal, value, at in _others(answers, found, one, several):
            yield Reading(one, signal, value if several else gone, at)


def _unnamed(
    found: Snapshot, one: Entity, several: Sequence[Thread], by_index: dict[int, Thread]
) -> Iterator[Row]:
    """Yield the vCPUs of a QEMU that does not name its threads: they are not to be told apart."""
    started = found.value(one, domain.STARTED_VCPUS.name)
    if by_index or not several or not isinstance(started, float):
        return
    need = Absent(Reason.UNSUPPORTED, "a QEMU with -name NAME,debug-threads=on")
    for index in range(int(min(started, _MOST_VCPUS))):
        place = vcpu_entity(one, index)
        yield Connection(Edge.VCPU_OF, place, one)
        yield from (Reading(place, signal, need) for signal in (vcpu.RUN, vcpu.RUN_DELAY))


def _vcpu(place: Entity, thread: Thread) -> Iterator[Reading]:
    lost = Absent(Reason.MISSING, "/proc/PID/task/TID/stat")
    stat = thread.stat
    letter = stat.field(3) if stat else ""
    guest: Value = Absent(Reason.UNSUPPORTED, "KVM")
    if thread.comm.endswith("/KVM"):
        guest = stat.seconds(43) if stat else lost
    values: tuple[tuple[Signal, Value], ...] = (
        (vcpu.RUN, thread.times[0]),
        (vcpu.RUN_DELAY, thread.times[1]),
        (vcpu.GUEST, guest),
        (vcpu.THREAD, thread.tid),
        (vcpu.THREAD_STATE, qemu_process.PROCESS_STATES.get(letter, lost)),
        (vcpu.LAST_CPU, (stat.field(39) if stat else "") or lost),
    )
    for signal, value in values:
        yield Reading(place, signal, value, thread.at)


def _process(answers: Answers, one: Entity, pid: str) -> Iterator[Reading]:
    raw = answers.raw(Request(Way.FILE, f"/proc/{pid}/stat"))
    stat = None if isinstance(raw, Absent) else read_stat(raw.text)
    lost = raw if isinstance(raw, Absent) else Absent(Reason.MALFORMED)
    at = 0.0 if isinstance(raw, Absent) else raw.at
    yield Reading(one, qemu_process.MAJOR_FAULTS, stat.number(12) if stat else lost, at)
    yield Reading(one, qemu_process.PROCESS_CPU, _cpu(stat) if stat else lost, at)
    status = answers.raw(Request(Way.FILE, f"/proc/{pid}/status"))
    lines = {} if isinstance(status, Absent) else status_lines(status.text)
    missing = status if isinstance(status, Absent) else Absent(Reason.MISSING, "a running QEMU")
    for signal, key in _STATUS:
        kibibytes = lines.get(key, "").removesuffix(" kB")
        yield Reading(one, signal, number(kibibytes, _KIBI) if kibibytes else missing, at)


def _cpu(stat: Stat) -> Value:
    user, system = stat.seconds(14), stat.seconds(15)
    if isinstance(user, Absent) or isinstance(system, Absent):
        return Absent(Reason.MALFORMED)
    return user + system


def status_lines(text: str) -> dict[str, str]:
    """Return the fields of /proc/PID/status."""
    pairs = (line.partition(":") for line in text.splitlines())
    return {key: value.strip() for key, _, value in pairs}


def _others(
    answers: Answers, found: Snapshot, one: Entity, several: Sequence[Thread]
) -> Iterator[tuple[Signal, Value, float]]:
    """Yield what is known of the threads that are no vCPUs."""
    at = max((thread.at for thread in several), default=0.0)
    pid = found.text(one, domain.QEMU_PID.name)
    main = [thread for thread in several if thread.tid == pid]
    iothreads = [thread for thread in several if _IOTHREAD.fullmatch(thread.comm)]
    workers = [thread for thread in several if thread.comm == "worker"]
    named = [thread for thread in several if _VCPU.fullmatch(thread.comm)]
    together = [thread for thread in several if _ALL_VCPUS.fullmatch(thread.comm)]
    blocked = [thread for thread in several if thread.stat and thread.stat.field(3) == "D"]
    yield qemu_process.THREADS, float(len(several)), at
    yield qemu_process.VCPU_THREADS, float(len(named) + len(together)), at
    yield qemu_process.IOTHREADS, float(len(iothreads)), at
    yield qemu_process.WORKERS, float(len(workers)), at
    yield qemu_process.BLOCKED_THREADS, float(len(blocked)), at
    times = [thread.times for thread in iothreads]
    yield qemu_process.MAIN_LOOP_RUN, _sum([thread.times[0] for thread in main], ""), at
    yield qemu_process.MAIN_LOOP_DELAY, _sum([thread.times[1] for thread in main], ""), at
    yield qemu_process.IOTHREAD_RUN, _sum([run for run, _ in times], "an I/O thread"), at
    yield qemu_process.IOTHREAD_DELAY, _sum([delay for _, delay in times], "an I/O thread"), at
    vhost = [thread.times for thread in several if thread.comm.startswith("vhost-")]
    for tid in found.text(one, domain.QEMU_VHOST_THREADS.name).split():
        vhost += [_times(answers.raw(Request(Way.FILE, f"/proc/{tid}/schedstat")))]
    yield qemu_process.VHOST_RUN, _sum([run for run, _ in vhost], "a vhost network card"), at
    yield qemu_process.VHOST_DELAY, _sum([delay for _, delay in vhost], "a vhost network card"), at


def _sum(parts: Sequence[Value], need: str) -> Value:
    numbers = [part for part in parts if isinstance(part, float)]
    lacking = next((part for part in parts if isinstance(part, Absent)), None)
    return lacking or (sum(numbers) if numbers else Absent(Reason.NOT_APPLICABLE, need))


COLLECTOR = Collector(
    id="qemu_threads",
    round=Round.SAMPLE,
    level=Level.L0,
    provides=(
        vcpu.RUN,
        vcpu.RUN_DELAY,
        vcpu.GUEST,
        vcpu.THREAD,
        vcpu.THREAD_STATE,
        vcpu.LAST_CPU,
        qemu_process.RESIDENT,
        qemu_process.SWAPPED,
        qemu_process.HUGE,
        qemu_process.MAJOR_FAULTS,
        qemu_process.PROCESS_CPU,
        qemu_process.THREADS,
        qemu_process.VCPU_THREADS,
        qemu_process.IOTHREADS,
        qemu_process.WORKERS,
        qemu_process.BLOCKED_THREADS,
        qemu_process.MAIN_LOOP_RUN,
        qemu_process.MAIN_LOOP_DELAY,
        qemu_process.IOTHREAD_RUN,
        qemu_process.IOTHREAD_DELAY,
        qemu_process.VHOST_RUN,
        qemu_process.VHOST_DELAY,
    ),
    asks=_asks,
    parse=_parse,
)
