"""What each block device is and how its queue is set up: /sys/class/block."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.model import Absent, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import block_device
from downstack.source import Answers, Request, Way

_BLOCK = "/sys/class/block"
_RELATED = {
    "slaves": block_device.BELOW,
    "holders": block_device.ABOVE,
}
_SECTOR = 512.0
_STATE = "device/state"


def _one_of(names: dict[str, str]) -> Callable[[str], Value]:
    return lambda text: names.get(text, Absent(Reason.MALFORMED, f"one of {', '.join(names)}"))


def _scheduler(text: str) -> Value:
    match = re.search(r"\[(\S+)\]", text) or re.fullmatch(r"(\S+)", text)
    return match[1] if match else Absent(Reason.MALFORMED, "one word in brackets")


def _bytes_of(text: str) -> Value:
    return number(text, _SECTOR)


_YES_NO = _one_of({"1": "yes", "0": "no"})
_FILES: tuple[tuple[Signal, str, Callable[[str], Value]], ...] = (
    (block_device.ROTATIONAL, "queue/rotational", _YES_NO),
    (block_device.SCHEDULER, "queue/scheduler", _scheduler),
    (
        block_device.WRITE_CACHE,
        "queue/write_cache",
        _one_of({"write back": "write_back", "write through": "write_through"}),
    ),
    (block_device.QUEUE_LIMIT, "queue/nr_requests", number),
    (block_device.READ_ONLY, "ro", _YES_NO),
    (
        block_device.DEVICE_STATE,
        _STATE,
        _one_of({state: state for state in block_device.DEVICE_STATE.states[1:]}),
    ),
    (block_device.SIZE, "size", _bytes_of),
)


def _asks(_found: Snapshot) -> Iterable[Request]:
    yield from (Request(Way.GLOB, f"{_BLOCK}/*/{file}") for _, file, _ in _FILES)
    yield from (Request(Way.GLOB, f"{_BLOCK}/*/{folder}/*") for folder in _RELATED)


def _related(answers: Answers, folder: str) -> dict[str, list[str]]:
    listed = answers.text(Request(Way.GLOB, f"{_BLOCK}/*/{folder}/*"))
    paths = [] if isinstance(listed, Absent) else listed.split("\n")
    found: dict[str, list[str]] = {}
    for parts in (path.removeprefix(f"{_BLOCK}/").split("/") for path in paths):
        if len(parts) == 3:  # noqa: PLR2004 - device, folder, device
            found.setdefault(parts[0], []).append(parts[2])
    return found


def _none_has(answers: Answers, name: str) -> bool:
    """Whether the list of such files was had, and this device's is not in it."""
    listed = answers.text(Request(Way.GLOB, f"{_BLOCK}/*/{_STATE}"))
    return not isinstance(listed, Absent) and f"{_BLOCK}/{name}/{_STATE}" not in listed.split("\n")


def _value(answers: Answers, name: str, file: str, parse: Callable[[str], Value]) -> Value:
    """Return what one file says; a partition or a virtual disk does not have each of them."""
    text = answers.file(f"{_BLOCK}/{name}/{file}")
    if isinstance(text, Absent):
        if file == _STATE and _none_has(answers, name):
            return "none"
        return Absent(Reason.NOT_APPLICABLE) if text.reason is Reason.NOT_ASKED else text
    return parse(text.strip())


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    related = {folder: _related(answers, folder) for folder in _RELATED}
    for device in found.of_kind(Kind.BLOCK_DEVICE):
        for signal, file, parse in _FILES:
            yield Reading(device, signal, _value(answers, device.key, file, parse))
        for folder, signal in _RELATED.items():
            names = related[folder].get(device.key)
            value = " ".join(names) if names else Absent(Reason.NOT_APPLICABLE)
            yield Reading(device, signal, value)


COLLECTOR = Collector(
    id="sys_block",
    round=Round.DETAIL,
    level=Level.L0,
    provides=(*(signal for signal, _, _ in _FILES), *_RELATED.values()),
    asks=_asks,
    parse=_parse,
)
