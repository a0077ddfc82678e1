"""Requests, waits and queues of every block device: /proc/diskstats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.model import Absent, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signals import block_device
from downstack.source import Answers, Raw, Request, Way

DISKSTATS = Request(Way.FILE, "/proc/diskstats")
_SECTOR = 512.0
_FIELDS = {
    3: (block_device.READS, 1.0),
    5: (block_device.READ_BYTES, _SECTOR),
    6: (block_device.READ_SECONDS, 0.001),
    7: (block_device.WRITES, 1.0),
    9: (block_device.WRITTEN_BYTES, _SECTOR),
    10: (block_device.WRITE_SECONDS, 0.001),
    11: (block_device.IN_FLIGHT, 1.0),
    12: (block_device.IO_SECONDS, 0.001),
    13: (block_device.WEIGHTED_SECONDS, 0.001),
    18: (block_device.FLUSHES, 1.0),
    19: (block_device.FLUSH_SECONDS, 0.001),
}
"""Column (from 0), signal and scale."""
_SIGNALS = tuple(signal for signal, _ in _FIELDS.values())
_OLD_KERNEL = Absent(Reason.UNSUPPORTED, "Linux 5.5 or newer")
_NAME = 2


def devices_of(text: str) -> dict[str, list[str]]:
    """Return the columns of each device by its kernel name, without empty RAM disks."""
    rows = (line.split() for line in text.splitlines())
    return {
        row[_NAME]: row
        for row in rows
        if len(row) > _NAME
        and not (row[_NAME].startswith("ram") and set(row[_NAME + 1 :]) <= {"0"})
    }


def number_at(row: list[str], column: int, scale: float) -> Value:
    """Return one column, or say that this kernel does not have it."""
    return number(row[column], scale) if column < len(row) else _OLD_KERNEL


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (DISKSTATS,)


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    answer = answers.raw(DISKSTATS)
    rows = devices_of(answer.text) if isinstance(answer, Raw) else {}
    gone = Absent(Reason.MISSING, "the device") if isinstance(answer, Raw) else answer
    at = answer.at if isinstance(answer, Raw) else 0.0
    known = [entity.key for entity in found.of_kind(Kind.BLOCK_DEVICE)]
    for name in dict.fromkeys([*known, *rows]):
        device = Entity(Kind.BLOCK_DEVICE, name, name)
        for column, (signal, scale) in _FIELDS.items():
            value = number_at(rows[name], column, scale) if name in rows else gone
            yield Reading(device, signal, value, at)


COLLECTOR = Collector(
    id="proc_diskstats",
    round=Round.SAMPLE,
    level=Level.L0,
    provides=_SIGNALS,
    asks=_asks,
    parse=_parse,
)
