"""What the kernel does with guests' memory on its own: KSM and transparent huge pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.collectors.machine import HOST
from downstack.model import Absent, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import host_memory
from downstack.source import Answers, Request, Way

_KSM = "/sys/kernel/mm/ksm"
_THP = "/sys/kernel/mm/transparent_hugepage"
_RUN = {"0": "off", "1": "on", "2": "unmerge"}
_CHOICE = re.compile(r"\[(\S+)\]")


def _run(text: str) -> Value:
    return _RUN.get(text.strip(), Absent(Reason.MALFORMED, "0, 1 or 2"))


def _chosen(signal: Signal) -> Callable[[str], Value]:
    def choose(text: str) -> Value:
        match = _CHOICE.search(text)
        known = match is not None and match[1] in signal.states
        return match[1] if match and known else Absent(Reason.MALFORMED, "one word in brackets")

    return choose


def _count(text: str) -> Value:
    return number(text.strip())


_PARTS: tuple[tuple[Signal, str, Callable[[str], Value], str], ...] = (
    (host_memory.KSM, f"{_KSM}/run", _run, "CONFIG_KSM"),
    (host_memory.KSM_SHARED, f"{_KSM}/pages_shared", _count, "CONFIG_KSM"),
    (host_memory.KSM_SHARING, f"{_KSM}/pages_sharing", _count, "CONFIG_KSM"),
    (
        host_memory.THP,
        f"{_THP}/enabled",
        _chosen(host_memory.THP),
        "CONFIG_TRANSPARENT_HUGEPAGE",
    ),
    (
        host_memory.THP_DEFRAG,
        f"{_THP}/defrag",
        _chosen(host_memory.THP_DEFRAG),
        "CONFIG_TRANSPARENT_HUGEPAGE",
    ),
)


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (Request(Way.FILE, path) for _, path, _, _ in _PARTS)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    for signal, path, parse, option in _PARTS:
        text = answers.file(path)
        value = text if isinstance(text, Absent) else parse(text)
        if isinstance(text, Absent) and text.reason is Reason.MISSING:
            value = Absent(Reason.UNSUPPORTED, f"a kernel with {option}")
        yield Reading(HOST, signal, value)


COLLECTOR = Collector(
    id="memory_policy",
    round=Round.DETAIL,
    level=Level.L0,
    provides=tuple(signal for signal, _, _, _ in _PARTS),
    asks=_asks,
    parse=_parse,
)
