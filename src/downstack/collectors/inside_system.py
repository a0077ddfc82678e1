"""This machine as a guest, when it is one: its system, its clock and how full its disks are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from downstack.collector import Collector, Reading, Round, Row, measure
from downstack.collectors.clock import CURRENT, source_of
from downstack.collectors.filesystems import MOUNTS, Mount, mounts_of
from downstack.collectors.inside import is_guest
from downstack.collectors.machine import SELF
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import filesystem, guest, guest_filesystem, machine
from downstack.source import Answer, Answers, Request, Way

_SPACE = (
    guest_filesystem.SIZE,
    guest_filesystem.USED,
    guest_filesystem.FILES,
    guest_filesystem.FILES_USED,
)
_MALFORMED = Absent(Reason.MALFORMED, "the numbers of statvfs")
_LIMIT = 1 << 64


def _local(found: Snapshot) -> list[str]:
    """Return the mount points on devices of this machine, each device once, shortest path first."""
    points: dict[str, str] = {}
    for one in sorted(found.of_kind(Kind.FILESYSTEM), key=lambda one: len(one.key)):
        if found.text(one, filesystem.MEDIUM.name) == "device":
            points.setdefault(found.text(one, filesystem.DEVICE.name), one.key)
    return list(points.values())


def _space(point: str) -> Request:
    return Request(Way.SPACE, point)


def _asks(found: Snapshot) -> Iterable[Request]:
    if is_guest(found):
        yield from (CURRENT, MOUNTS)
        yield from (_space(point) for point in _local(found))


def _parse_space(text: str) -> dict[Signal, Value]:
    """Return what df shows: blocks reserved for root count as neither used nor available."""
    try:
        row: Any = json.loads(text)
    except ValueError:
        row = None
    fields = ("f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree")
    values = [row.get(field) for field in fields] if isinstance(row, dict) else []
    numbers = [float(value) for value in values if type(value) is int and 0 <= value < _LIMIT]
    if len(numbers) != len(fields):
        return dict.fromkeys(_SPACE, _MALFORMED)
    size, blocks, free, available, files, files_free = numbers
    used = (blocks - free) * size
    none: Value = Absent(Reason.NOT_APPLICABLE, "a filesystem that counts inodes")
    if used < 0:
        return dict.fromkeys(_SPACE, _MALFORMED)
    return {
        guest_filesystem.SIZE: used + available * size,
        guest_filesystem.USED: used,
        guest_filesystem.FILES: files or none,
        guest_filesystem.FILES_USED: max(0.0, files - files_free) if files else none,
    }


def _filesystem(point: str, mount: Mount | None, space: Answer) -> Iterator[Row]:
    entity = Entity(Kind.GUEST_FILESYSTEM, f"{SELF.key}/{point}", f"{SELF.key}:{point}")
    yield entity
    yield Connection(Edge.GUEST_FILESYSTEM_OF, entity, SELF)
    gone = Absent(Reason.MISSING, "the mount")
    yield Reading(entity, guest_filesystem.TYPE, mount.type if mount else gone)
    yield Reading(entity, guest_filesystem.DEVICE, mount.source if mount else gone)
    yield Reading(entity, guest_filesystem.ACCESS, mount.access if mount else gone)
    yield from measure(entity, space, _SPACE, _parse_space)


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    if not is_guest(found):
        return
    for ours, theirs in ((guest.KERNEL, machine.KERNEL), (guest.SYSTEM, machine.SYSTEM)):
        values = [found.value(host, theirs.name) for host in found.of_kind(Kind.HOST)]
        yield Reading(SELF, ours, values[0] if values else Absent(Reason.NOT_ASKED))
    yield from measure(
        SELF,
        answers.raw(CURRENT),
        (guest.CLOCKSOURCE,),
        lambda text: {guest.CLOCKSOURCE: source_of(text)},
    )
    text = answers.text(MOUNTS)
    mounts = {} if isinstance(text, Absent) else mounts_of(text)
    for point in _local(found):
        yield from _filesystem(point, mounts.get(point), answers.raw(_space(point)))


COLLECTOR = Collector(
    id="inside_system",
    round=Round.DETAIL,
    level=Level.L0,
    provides=(
        guest.KERNEL,
        guest.SYSTEM,
        guest.CLOCKSOURCE,
        guest_filesystem.TYPE,
        guest_filesystem.DEVICE,
        guest_filesystem.ACCESS,
        *_SPACE,
    ),
    asks=_asks,
    parse=_parse,
)
