"""Requests and connections of each NFS mount: /proc/self/mountstats.

The file is the kernel's own memory: reading it asks no server, so it answers where a mount hangs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.collectors.filesystems import unescape
from downstack.model import Absent, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import filesystem, nfs
from downstack.source import Answers, Request, Way

STATS = Request(Way.FILE, "/proc/self/mountstats")
_TYPES = frozenset({"nfs", "nfs4"})
_DATA = ("READ", "WRITE", "COMMIT")
_MILLISECOND = 0.001
_XPRT = {
    "tcp": {2: nfs.CONNECTS, 5: nfs.SENT, 6: nfs.RECEIVED, 7: nfs.BAD_XIDS},
    "rdma": {2: nfs.CONNECTS, 5: nfs.SENT, 6: nfs.RECEIVED, 7: nfs.BAD_XIDS},
    "local": {1: nfs.CONNECTS, 4: nfs.SENT, 5: nfs.RECEIVED, 6: nfs.BAD_XIDS},
    "udp": {2: nfs.SENT, 3: nfs.RECEIVED, 4: nfs.BAD_XIDS},
}
"""Columns of the line `xprt:` by its transport (net/sunrpc/xprtsock.c, print_stats)."""
_OF_DATA = {
    0: (nfs.OPERATIONS, 1.0),
    6: (nfs.RTT_SECONDS, _MILLISECOND),
    7: (nfs.EXECUTE_SECONDS, _MILLISECOND),
}
_OF_ALL = {0: nfs.ALL_OPERATIONS, 1: nfs.TRANSMISSIONS, 2: nfs.TIMEOUTS}
_COUNTERS = (
    *(signal for signal, _ in _OF_DATA.values()),
    *_OF_ALL.values(),
    *_XPRT["tcp"].values(),
)
_SIGNALS = (*_COUNTERS, nfs.UNANSWERED, nfs.AGE, nfs.TRANSPORT)
_MALFORMED = Absent(Reason.MALFORMED, "statistics that this version knows")
_NO_MOUNT = Absent(Reason.NOT_APPLICABLE, "an NFS mount")
_GONE = Absent(Reason.MISSING, "the mount in /proc/self/mountstats")
_DATAGRAM = Absent(Reason.NOT_APPLICABLE, "a transport with connections")


@dataclass(slots=True)
class _Mount:
    """The lines of one mount: what they are called, and their words."""

    age: str = ""
    transports: list[list[str]] = field(default_factory=list)
    operations: dict[str, list[str]] = field(default_factory=dict)


def mounts_of(text: str) -> dict[str, dict[Signal, Value]]:
    """Return the readings of each NFS mount by its mount point; of two the later is seen."""
    mounts: dict[str, _Mount] = {}
    mount: _Mount | None = None
    for line in text.splitlines():
        words = line.split()
        if line.startswith(("device ", "no device ")):
            mount = _begin(words, mounts)
        elif mount is not None and words:
            _add(mount, words)
    return {point: _values(found) for point, found in mounts.items()}


def _begin(words: list[str], mounts: dict[str, _Mount]) -> _Mount | None:
    """Return a new mount for a line `device D mounted on P with fstype T ...`, if it is NFS."""
    if "fstype" not in words or "on" not in words:
        return None
    kind, at = words[words.index("fstype") + 1 :], words[words.index("on") + 1 :]
    if not at:
        return None
    mounts.pop(unescape(at[0]), None)
    if not kind or kind[0] not in _TYPES:
        return None
    return mounts.setdefault(unescape(at[0]), _Mount())


def _add(mount: _Mount, words: list[str]) -> None:
    name, rest = words[0], words[1:]
    if name == "age:" and rest:
        mount.age = rest[0]
    elif name == "xprt:" and rest:
        mount.transports.append(rest)
    elif name.endswith(":") and name[:-1].isupper():
        mount.operations[name[:-1]] = rest


def _values(mount: _Mount) -> dict[Signal, Value]:
    kinds = sorted({row[0] for row in mount.transports})
    values: dict[Signal, Value] = {
        nfs.AGE: number(mount.age),
        nfs.TRANSPORT: " ".join(kinds) or _MALFORMED,
    }
    data = [mount.operations.get(name, []) for name in _DATA if name in mount.operations]
    for column, (signal, scale) in _OF_DATA.items():
        values[signal] = _total(data, column, scale)
    for column, signal in _OF_ALL.items():
        values[signal] = _total(list(mount.operations.values()), column)
    for signal in _XPRT["tcp"].values():
        values[signal] = _of_transports(mount.transports, signal)
    values[nfs.UNANSWERED] = _less(values[nfs.SENT], values[nfs.RECEIVED])
    return values


def _less(whole: Value, part: Value) -> Value:
    if isinstance(whole, float) and isinstance(part, float):
        return max(0.0, whole - part)
    return part if isinstance(part, Absent) else whole


def _total(rows: list[list[str]], column: int, scale: float = 1.0) -> Value:
    numbers = [_count(row, column, scale) for row in rows]
    absent = next((one for one in numbers if isinstance(one, Absent)), None)
    known = [one for one in numbers if isinstance(one, float)]
    return absent or (sum(known) if known else _MALFORMED)


def _count(row: list[str], column: int, scale: float) -> float | Absent:
    text = row[column] if column < len(row) else ""
    return number(text, scale) if text.isdecimal() else _MALFORMED


def _of_transports(rows: list[list[str]], signal: Signal) -> Value:
    """Add up one column of all connections of the mount (option nconnect)."""
    total = 0.0
    for row in rows:
        columns = {known: column for column, known in _XPRT.get(row[0], {}).items()}
        if row[0] == "udp" and signal is nfs.CONNECTS:
            return _DATAGRAM
        value = _count(row[1:], columns[signal], 1.0) if signal in columns else _MALFORMED
        if isinstance(value, Absent):
            return value
        total += value
    return total if rows else _MALFORMED


def _asks(found: Snapshot) -> Iterable[Request]:
    if any(_is_nfs(found, one) for one in found.of_kind(Kind.FILESYSTEM)):
        yield STATS


def _is_nfs(found: Snapshot, one: Entity) -> bool:
    return found.text(one, filesystem.TYPE.name) in _TYPES


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    raw = answers.raw(STATS)
    mounts = {} if isinstance(raw, Absent) else mounts_of(raw.text)
    gone, at = (raw, 0.0) if isinstance(raw, Absent) else (_GONE, raw.at)
    for one in found.of_kind(Kind.FILESYSTEM):
        mine = _is_nfs(found, one)
        yield Reading(one, nfs.MOUNT, "yes" if mine else "no", at)
        values = mounts.get(one.key, {}) if mine else dict.fromkeys(_SIGNALS, _NO_MOUNT)
        for signal in _SIGNALS:
            yield Reading(one, signal, values.get(signal, gone), at)


COLLECTOR = Collector(
    id="nfs_mounts",
    round=Round.SAMPLE,
    level=Level.L0,
    provides=(nfs.MOUNT, *_SIGNALS),
    asks=_asks,
    parse=_parse,
)
