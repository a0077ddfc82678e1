"""What the guest agent of each running domain counts: CPU time, waits for disks, packets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from downstack.collector import Collector, Reading, Round, Row, measure
from downstack.collectors.domains import read_json
from downstack.collectors.domstats import hangs
from downstack.collectors.inside import WHOLE_DISK
from downstack.model import Absent, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import domain, guest, settings
from downstack.source import Answers, Request, Way

_MILLISECONDS = 0.001
_MOST = 2.0**64
_BUSY = ("user", "nice", "system", "irq", "softirq")
_CPU = {
    "system": guest.SYSTEM_TIME,
    "iowait": guest.IOWAIT,
    "softirq": guest.SOFTIRQ,
    "steal": guest.STEAL,
}
_DISK = {
    "read-ios": (guest.READS, 1.0),
    "read-ticks": (guest.READ_SECONDS, _MILLISECONDS),
    "write-ios": (guest.WRITES, 1.0),
    "write-ticks": (guest.WRITE_SECONDS, _MILLISECONDS),
    "ios-pgr": (guest.IN_FLIGHT, 1.0),
    "weight-ticks": (guest.WEIGHTED_SECONDS, _MILLISECONDS),
}
_NET = {
    "rx-packets": guest.RECEIVED,
    "rx-dropped": guest.RECEIVE_DROPS,
    "tx-packets": guest.SENT,
    "tx-dropped": guest.SEND_DROPS,
}
_MALFORMED = Absent(Reason.MALFORMED, "the guest agent's own JSON")
_OLDER = Absent(Reason.UNSUPPORTED, "a qemu-guest-agent that counts it")
_WHY_NOT = {
    "none": Absent(Reason.NOT_APPLICABLE, "a guest agent channel in the domain XML"),
    "disconnected": Absent(Reason.MISSING, "qemu-guest-agent running in the guest"),
}
_STILL = Absent(Reason.NOT_APPLICABLE, "a running domain")
_HUNG = Absent(Reason.NOT_ASKED, "a QEMU that answers")

_Rows = list[dict[str, Any]]


def agent(domain_key: str, command: str) -> Request:
    """Return the question of this command to the guest of this domain."""
    return Request(Way.AGENT, domain_key, (command,))


def guests_of(found: Snapshot) -> Iterator[tuple[Entity, Absent | None]]:
    """Yield the guest of every domain with a definition, and why it is not asked if it is not."""
    for one in found.of_kind(Kind.DOMAIN):
        channel = found.text(one, settings.AGENT.name)
        for inside in found.follow(one, (Edge.INSIDE,)) if channel else ():
            yield inside, _WHY_NOT.get(channel) or _hindrance(found, one)


def _hindrance(found: Snapshot, one: Entity) -> Absent | None:
    if found.text(one, domain.STATE.name) not in {"running", "blocked"}:
        return _STILL
    return _HUNG if hangs(found, one) else None


def rows_of(text: str) -> _Rows | None:
    """Return the objects of a JSON list, or None when it is no such list."""
    rows = read_json(text)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        return None
    return rows


def finite(value: object, scale: float = 1.0) -> Value:
    """Return a counter of the agent's JSON; json also reads NaN and integers beyond any double."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < _MOST:
        return _MALFORMED
    return float(value) * scale


def _sum(rows: _Rows, key: str, scale: float = 1.0) -> Value:
    """Add up one field; one row without it spoils the sum, and without rows there is none."""
    if not rows:
        return Absent(Reason.NOT_APPLICABLE)
    if not all(key in row for row in rows):
        return _OLDER
    values = [finite(row[key], scale) for row in rows]
    numbers = [value for value in values if isinstance(value, float)]
    return sum(numbers) if len(numbers) == len(values) else _MALFORMED


def _inner(rows: _Rows, key: str) -> _Rows:
    return [row[key] if isinstance(row.get(key), dict) else {} for row in rows]


def _cpus(rows: _Rows) -> dict[Signal, Value]:
    spent = [_sum(rows, key, _MILLISECONDS) for key in _BUSY]
    known = [value for value in spent if isinstance(value, float)]
    values: dict[Signal, Value] = {guest.CPUS: float(len(rows)) if rows else _MALFORMED}
    values[guest.BUSY] = sum(known) if len(known) == len(spent) else _OLDER
    return values | {signal: _sum(rows, key, _MILLISECONDS) for key, signal in _CPU.items()}


def _disks(rows: _Rows) -> dict[Signal, Value]:
    whole = [row for row in rows if WHOLE_DISK.fullmatch(str(row.get("name")))]
    stats = _inner(whole, "stats")
    return {signal: _sum(stats, key, scale) for key, (signal, scale) in _DISK.items()}


def _network(rows: _Rows) -> dict[Signal, Value]:
    outside = [row for row in rows if row.get("name") != "lo"]
    stats = _inner(outside, "statistics")
    return {signal: _sum(stats, key) for key, signal in _NET.items()}


_COMMANDS: dict[str, tuple[tuple[Signal, ...], Callable[[_Rows], dict[Signal, Value]]]] = {
    "guest-get-cpustats": ((guest.CPUS, guest.BUSY, *_CPU.values()), _cpus),
    "guest-get-diskstats": (tuple(signal for signal, _ in _DISK.values()), _disks),
    "guest-network-get-interfaces": (tuple(_NET.values()), _network),
}
_ALL = tuple(one for signals, _ in _COMMANDS.values() for one in signals)


def _asks(found: Snapshot) -> Iterable[Request]:
    for one, why in guests_of(found):
        if why is None:
            yield from (agent(one.key, command) for command in _COMMANDS)


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    for one, why in guests_of(found):
        if why is not None:
            yield from (Reading(one, signal, why) for signal in _ALL)
            continue
        for command, (signals, numbers) in _COMMANDS.items():

            def parse(
                text: str,
                signals: tuple[Signal, ...] = signals,
                numbers: Callable[[_Rows], dict[Signal, Value]] = numbers,
            ) -> Mapping[Signal, Value]:
                rows = rows_of(text)
                return dict.fromkeys(signals, _MALFORMED) if rows is None else numbers(rows)

            yield from measure(one, answers.raw(agent(one.key, command)), signals, parse)


COLLECTOR = Collector(
    id="guest_agent",
    round=Round.SAMPLE,
    level=Level.L3,
    provides=_ALL,
    asks=_asks,
    parse=_parse,
)
