"""Packets that a CPU had no room or no time for: /proc/net/softnet_stat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from downstack.collector import Collector, Round, Row, measure
from downstack.collectors.conntrack import sum_of_hex
from downstack.collectors.machine import HOST
from downstack.model import Absent, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import host_network
from downstack.source import Answers, Request, Way

SOFTNET = Request(Way.FILE, "/proc/net/softnet_stat")
_SIGNALS = (host_network.PROCESSED, host_network.BACKLOG_DROPS, host_network.SQUEEZES)


def _parse_text(text: str) -> Mapping[Signal, Value]:
    rows = [line.split() for line in text.splitlines()]
    if any(len(row) < len(_SIGNALS) for row in rows):
        return dict.fromkeys(_SIGNALS, Absent(Reason.MALFORMED, "three columns or more"))
    return {signal: sum_of_hex(row[at] for row in rows) for at, signal in enumerate(_SIGNALS)}


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (SOFTNET,)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    yield from measure(HOST, answers.raw(SOFTNET), _SIGNALS, _parse_text)


COLLECTOR = Collector(
    id="softnet_stat",
    round=Round.SAMPLE,
    level=Level.L0,
    provides=_SIGNALS,
    asks=_asks,
    parse=_parse,
)
