"""Which disks fail, and which are being copied, as libvirt knows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.domains import absence, read_json
from downstack.collectors.domstats import hangs, waits_for_storage
from downstack.model import Absent, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import disk_trouble, domain
from downstack.source import Answer, Answers, Request, Way

_ERRORS = disk_trouble.ERROR.states
_JOBS = disk_trouble.BLOCK_JOB.states[1:]
"""By the number of virDomainBlockJobType; the state `none` is not one of them."""
_NO_DISK = Absent(Reason.MISSING, "the disk in libvirt's answer")
_NO_DOMAIN = Absent(Reason.MISSING, "the domain in libvirt's answer")


def _asked(found: Snapshot) -> list[Entity]:
    """Return the domains whose QEMU is there and can answer."""
    return [
        one
        for one in found.of_kind(Kind.DOMAIN)
        if found.text(one, domain.STATE.name) not in {"", "no_state", "shutoff"}
        and not hangs(found, one)
        and not waits_for_storage(found, one)
    ]


def _requests(found: Snapshot) -> tuple[Request, Request]:
    uuids = tuple(one.key for one in _asked(found))
    return Request(Way.LIBVIRT, "disk_states", uuids), Request(Way.LIBVIRT, "io_errors", uuids)


def _asks(found: Snapshot) -> Iterable[Request]:
    if _asked(found):
        yield from _requests(found)


def _parse(answers: Answers, found: Snapshot) -> Iterable[Row]:
    states, errors = (answers.raw(request) for request in _requests(found))
    asked = set(_asked(found))
    for one in found.of_kind(Kind.DOMAIN):
        if found.text(one, domain.STATE.name) in {"", "no_state", "shutoff"}:
            continue
        halted = None if one in asked else Absent(Reason.NOT_ASKED, "a QEMU that can answer")
        for disk in found.causes_along(one, (Edge.DISK_OF,)):
            target = disk.key.rpartition("/")[2]
            about = halted or _about(states, one)
            for signal, value in _states(about, target):
                yield Reading(disk, signal, value, _at(states))
            counted = _counted(halted or _about(errors, one), target)
            yield Reading(disk, disk_trouble.IO_ERRORS, counted, _at(errors))


def _at(answer: Answer) -> float:
    return 0.0 if isinstance(answer, Absent) else answer.at


def _about(answer: Answer, one: Entity) -> Mapping[str, Any] | Absent:
    if isinstance(answer, Absent):
        return answer
    everything = read_json(answer.text)
    about = everything.get(one.key) if isinstance(everything, dict) else None
    return (absence(about) or about) if isinstance(about, dict) else _NO_DOMAIN


def _states(about: Mapping[str, Any] | Absent, target: str) -> Iterator[tuple[Signal, Value]]:
    if isinstance(about, Absent):
        yield disk_trouble.ERROR, about
        yield disk_trouble.BLOCK_JOB, about
        yield disk_trouble.BLOCK_JOB_LEFT, about
        return
    errors, jobs = about.get("errors"), about.get("jobs")
    number = errors.get(target, 0) if isinstance(errors, dict) else None
    yield disk_trouble.ERROR, _named(number, _ERRORS)
    job = jobs.get(target) if isinstance(jobs, dict) else None
    yield from _job(job if isinstance(job, dict) else None)


def _job(job: Mapping[str, Any] | None) -> Iterator[tuple[Signal, Value]]:
    none = Absent(Reason.NOT_APPLICABLE, "a block job")
    if not job:
        yield disk_trouble.BLOCK_JOB, _NO_DISK if job is None else "none"
        yield disk_trouble.BLOCK_JOB_LEFT, _NO_DISK if job is None else none
        return
    yield disk_trouble.BLOCK_JOB, _named(job.get("type"), _JOBS)
    end, done = _number(job, "end"), _number(job, "cur")
    left = end - done if isinstance(end, float) and isinstance(done, float) else _NO_DISK
    yield disk_trouble.BLOCK_JOB_LEFT, left


def _named(number: Any, states: tuple[str, ...]) -> Value:
    known = isinstance(number, int) and 0 <= number < len(states)
    return states[number] if known else Absent(Reason.MALFORMED, "a known number")


def _counted(about: Mapping[str, Any] | Absent, target: str) -> Value:
    """Return the failed requests of one disk; null: libvirt would not tell of any."""
    if not isinstance(about, Absent) and target in about and about[target] is None:
        return Absent(Reason.UNSUPPORTED, "a disk with a path or an export with a name")
    return _number(about, target)


def _number(about: Mapping[str, Any] | Absent, key: str) -> float | Absent:
    value = about if isinstance(about, Absent) else about.get(key)
    if isinstance(value, Absent):
        return value
    known = isinstance(value, int) and 0 <= value < 1 << 63
    return float(value) if known and isinstance(value, int) else _NO_DISK


COLLECTOR = Collector(
    id="disk_trouble",
    round=Round.SAMPLE,
    level=Level.L1,
    provides=(
        disk_trouble.ERROR,
        disk_trouble.BLOCK_JOB,
        disk_trouble.BLOCK_JOB_LEFT,
        disk_trouble.IO_ERRORS,
    ),
    asks=_asks,
    parse=_parse,
)
