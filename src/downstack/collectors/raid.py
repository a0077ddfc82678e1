"""The state of each RAID of the kernel: /sys/class/block/md*/md."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.model import Absent, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import raid
from downstack.source import Answers, Request, Way

_KIBIBYTE = 1024.0
_NO_RAID = Absent(Reason.NOT_APPLICABLE, "a RAID of the kernel")
_NO_REDUNDANCY = Absent(Reason.NOT_APPLICABLE, "a RAID level with redundancy")


def _state(signal: Signal) -> Callable[[str], Value]:
    malformed = Absent(Reason.MALFORMED, f"one of {', '.join(signal.states)}")
    return lambda text: text if text in signal.states else malformed


def _speed(text: str) -> Value:
    return Absent(Reason.NOT_APPLICABLE, "a resync") if text == "none" else number(text, _KIBIBYTE)


def _members(text: str) -> Value:
    """Return the count; while it is reshaped the file reads `4 (3)`: the new one, the old one."""
    return number(text.partition(" ")[0])


_FILES: tuple[tuple[Signal, str, Callable[[str], Value]], ...] = (
    (raid.LEVEL, "level", str),
    (raid.STATE, "array_state", _state(raid.STATE)),
    (raid.DEGRADED, "degraded", number),
    (raid.MEMBERS, "raid_disks", _members),
    (raid.ACTION, "sync_action", _state(raid.ACTION)),
    (raid.SPEED, "sync_speed", _speed),
)
_WITH_REDUNDANCY = (raid.DEGRADED, raid.ACTION, raid.SPEED)


def _asks(_found: Snapshot) -> Iterable[Request]:
    yield from (Request(Way.GLOB, f"/sys/class/block/md*/md/{file}") for _, file, _ in _FILES)


def _value(answers: Answers, device: str, row: tuple[Signal, str, Callable[[str], Value]]) -> Value:
    signal, file, parse = row
    text = answers.file(f"/sys/class/block/{device}/md/{file}")
    if not isinstance(text, Absent):
        return parse(text.strip())
    known = not isinstance(answers.file(f"/sys/class/block/{device}/md/array_state"), Absent)
    return _NO_REDUNDANCY if known and signal in _WITH_REDUNDANCY else text


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    for one in found.of_kind(Kind.BLOCK_DEVICE):
        for row in _FILES:
            is_raid = one.key.startswith("md")
            yield Reading(one, row[0], _value(answers, one.key, row) if is_raid else _NO_RAID)


COLLECTOR = Collector(
    id="raid",
    round=Round.DETAIL,
    level=Level.L0,
    provides=tuple(signal for signal, _, _ in _FILES),
    asks=_asks,
    parse=_parse,
)
