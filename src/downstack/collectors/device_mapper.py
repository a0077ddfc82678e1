"""Logical volumes, thin pools and multipath maps: what device-mapper says of its devices.

`lvs` is not asked: it reads every disk of the host, which may hang, and takes LVM's locks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.collectors.filesystems import SLAVES
from downstack.model import Absent, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import device_mapper
from downstack.source import Answers, Request, Way

STATUS = Request(Way.COMMAND, "dmsetup status --noflush")
NAMES = Request(Way.GLOB, "/sys/class/block/dm-*/dm/name")
UUIDS = Request(Way.GLOB, "/sys/class/block/dm-*/dm/uuid")
STATES = Request(Way.GLOB, "/sys/class/block/*/device/state")
_LINE = re.compile(r"(?P<name>.+?): \d+ \d+ (?P<target>[a-z-]+) ?(?P<rest>.*)")
_PATH = re.compile(r"\d+:\d+ ([AF]) \d+")
_OTHER = Absent(Reason.NOT_APPLICABLE, "a device of device-mapper")
_NO_POOL = Absent(Reason.NOT_APPLICABLE, "a thin pool")
_NO_MAP = Absent(Reason.NOT_APPLICABLE, "a multipath map")
_MODES = {"rw", "ro", "out_of_data_space"}
_TARGETS = {"thin-pool": "thin_pool", "multipath": "multipath"}
_POOL = (device_mapper.POOL_MODE, device_mapper.POOL_WHEN_FULL, *device_mapper.POOL_COUNTS)
_MAP = (device_mapper.MAP_ACTIVE, device_mapper.MAP_FAILED)
_DEVICES = (device_mapper.DEVICES_RUNNING, device_mapper.DEVICES_FAILED)
_RUNNING = {"running", "live"}


def targets_of(text: str) -> dict[str, tuple[str, str]]:
    """Return the target and the status of each mapping by its name; of several, the first."""
    found: dict[str, tuple[str, str]] = {}
    for line in text.splitlines():
        match = _LINE.fullmatch(line.rstrip())
        if match:
            found.setdefault(match["name"], (match["target"], match["rest"]))
    return found


def pool_of(status: str) -> dict[Signal, Value]:
    """Return what the status of a thin pool says."""
    words = status.split()
    if words in (["Fail"], ["Error"]):
        return {device_mapper.POOL_MODE: "fail"}
    if len(words) < 7:  # noqa: PLR2004 - up to what it does when it is full
        return {}
    counts = [*_pair(words[2]), *_pair(words[1])]
    mode = "needs_check" if "needs_check" in words[7:] else words[4]
    when_full = {"queue_if_no_space": "queue", "error_if_no_space": "error"}
    return {
        device_mapper.POOL_MODE: mode if mode in {*_MODES, "needs_check"} else _malformed(),
        device_mapper.POOL_WHEN_FULL: when_full.get(words[6], _malformed()),
        **dict(zip(device_mapper.POOL_COUNTS, counts, strict=True)),
    }


def _pair(text: str) -> tuple[Value, Value]:
    used, _, whole = text.partition("/")
    return _count(used), _count(whole)


def _count(text: str) -> Value:
    return number(text) if text.isdecimal() else _malformed()


def _malformed() -> Absent:
    return Absent(Reason.MALFORMED, "a status that this version knows")


def paths_of(status: str) -> dict[Signal, Value]:
    """Return how many paths of a multipath map are active, and how many have failed."""
    states = _PATH.findall(status)
    return {
        device_mapper.MAP_ACTIVE: float(states.count("A")),
        device_mapper.MAP_FAILED: float(states.count("F")),
    }


def _target_by_uuid(uuid: str | Absent, denied: Absent) -> Value:
    if isinstance(uuid, Absent):
        return denied
    if uuid.startswith("mpath-"):
        return "multipath"
    if uuid.startswith("LVM-"):
        return "thin_pool" if uuid.endswith("-tpool") else "other"
    return "other" if uuid.startswith(("CRYPT-", "part")) else denied


def _slaves(answers: Answers) -> dict[str, list[str]]:
    listed = answers.text(SLAVES)
    found: dict[str, list[str]] = {}
    for path in [] if isinstance(listed, Absent) else listed.split("\n"):
        parts = path.split("/")
        if len(parts) == 7:  # noqa: PLR2004 - /sys/class/block/UPPER/slaves/LOWER
            found.setdefault(parts[4], []).append(parts[6])
    return found


def _devices(answers: Answers, lower: list[str]) -> dict[Signal, Value]:
    texts = [answers.file(f"/sys/class/block/{name}/device/state") for name in lower]
    states = [text.strip() for text in texts if not isinstance(text, Absent)]
    if len(states) < len(texts) or not states:
        return {signal: Absent(Reason.MISSING, "the state of each path") for signal in _DEVICES}
    running = sum(state in _RUNNING for state in states)
    return {
        device_mapper.DEVICES_RUNNING: float(running),
        device_mapper.DEVICES_FAILED: float(len(states) - running),
    }


def _mapping(answers: Answers, device: str, lower: list[str]) -> dict[Signal, Value]:
    """Return what is known of one mapping; by root everything, else what its UUID tells."""
    folder = f"/sys/class/block/{device}/dm"
    name, uuid = (_stripped(answers.file(f"{folder}/{file}")) for file in ("name", "uuid"))
    status = answers.text(STATUS)
    values: dict[Signal, Value] = {
        device_mapper.NAME: name,
        device_mapper.UUID: uuid or Absent(Reason.NOT_APPLICABLE, "a UUID"),
    }
    absent = status if isinstance(status, Absent) else Absent(Reason.MISSING, "its status")
    listed = {} if isinstance(status, Absent) else targets_of(status)
    target, rest = listed.get(name if isinstance(name, str) else "", ("", ""))
    sort = _TARGETS.get(target, "other") if target else _target_by_uuid(uuid, absent)
    values[device_mapper.TARGET] = sort
    values |= dict.fromkeys(_POOL, absent if sort == "thin_pool" else _NO_POOL)
    values |= dict.fromkeys((*_MAP, *_DEVICES), absent if sort == "multipath" else _NO_MAP)
    if sort == "thin_pool" and target:
        values |= pool_of(rest)
    if sort == "multipath":
        values |= (paths_of(rest) if target else {}) | _devices(answers, lower)
    return values


def _stripped(text: str | Absent) -> str | Absent:
    return text if isinstance(text, Absent) else text.strip()


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (STATUS, NAMES, UUIDS, SLAVES, STATES)


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    slaves = _slaves(answers)
    devices = found.of_kind(Kind.BLOCK_DEVICE)
    mapped = {
        one: _mapping(answers, one.key, slaves.get(one.key, []))
        for one in devices
        if one.key.startswith("dm-")
    }
    maps = [one.key for one, row in mapped.items() if row[device_mapper.TARGET] == "multipath"]
    paths = {name for upper in maps for name in slaves.get(upper, [])}
    for one in devices:
        yield Reading(one, device_mapper.PATH_OF, "yes" if one.key in paths else "no")
        for signal, value in (mapped.get(one) or _not_mapped()).items():
            yield Reading(one, signal, value)


def _not_mapped() -> dict[Signal, Value]:
    rest = (device_mapper.NAME, device_mapper.UUID, *_POOL, *_MAP, *_DEVICES)
    return {device_mapper.TARGET: "none", **dict.fromkeys(rest, _OTHER)}


COLLECTOR = Collector(
    id="device_mapper",
    round=Round.DETAIL,
    level=Level.L2,
    provides=(
        device_mapper.TARGET,
        device_mapper.NAME,
        device_mapper.UUID,
        device_mapper.PATH_OF,
        *_POOL,
        *_MAP,
        *_DEVICES,
    ),
    asks=_asks,
    parse=_parse,
)
