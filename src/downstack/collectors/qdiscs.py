"""Queueing disciplines of every interface: what they limit, and the drops nobody else shows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.links import link_of
from downstack.model import Absent, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import link
from downstack.source import Answers, Raw, Request, Way

QDISCS = Request(Way.COMMAND, "tc -s -j qdisc show")
_LIMITING = frozenset({"tbf", "htb", "hfsc", "cbq"})
_COUNTERS = {
    "packets": link.QDISC_SENT,
    "drops": link.QDISC_DROPS,
    "overlimits": link.QDISC_OVERLIMITS,
    "backlog": link.QDISC_BACKLOG,
}
_SIGNALS = (
    link.SHAPING,
    link.QDISCS,
    link.QDISC_LIMIT,
    link.NETEM_LOSS,
    link.NETEM_DELAY,
    *_COUNTERS.values(),
)
_MALFORMED = Absent(Reason.MALFORMED, "iproute2 with JSON")
_SWITCHED_OFF = Absent(Reason.NOT_APPLICABLE, "an interface that is switched on")
_WITHOUT = Absent(Reason.NOT_APPLICABLE)

_Qdisc = dict[str, Any]


def qdiscs_of(text: str) -> dict[str, list[_Qdisc]] | None:
    """Return the queueing disciplines of each interface, or None when this is no such list."""
    try:
        rows = json.loads(text)
    except ValueError:
        return None
    if not isinstance(rows, list):
        return None
    found: dict[str, list[_Qdisc]] = {}
    for row in rows:
        if isinstance(row, dict) and isinstance(row.get("dev"), str):
            found.setdefault(row["dev"], []).append(row)
    return found


def _finite(value: object) -> Value:
    """Return a JSON number; json also reads NaN, Infinity and integers beyond any double."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _MALFORMED
    return float(value) if abs(value) < 1e300 else _MALFORMED  # noqa: PLR2004 - NaN fails too


def _sum(rows: list[_Qdisc], field: str) -> Value:
    """Add a field up over the root and ingress disciplines; a root counts its children too."""
    values = [_finite(row.get(field)) for row in rows if "parent" not in row or _is_ingress(row)]
    numbers = [value for value in values if isinstance(value, float)]
    return sum(numbers) if numbers and len(numbers) == len(values) else _MALFORMED


def _is_ingress(row: _Qdisc) -> bool:
    return row.get("kind") in {"ingress", "clsact"}


def _option(rows: list[_Qdisc], kind: str, *way: str) -> Value:
    """Return a number deep in the options of the first discipline of this kind."""
    for row in rows:
        if row.get("kind") != kind:
            continue
        value: object = row.get("options")
        for step in way:
            value = value.get(step) if isinstance(value, dict) else None
        return _WITHOUT if value is None else _finite(value)
    return _WITHOUT


def _shaping(kinds: list[str]) -> str:
    if "netem" in kinds:
        return "impaired"
    return "limited" if _LIMITING & set(kinds) else "none"


def _values(rows: list[_Qdisc]) -> dict[Signal, Value]:
    kinds = [str(row.get("kind")) for row in rows]
    values: dict[Signal, Value] = {signal: _sum(rows, field) for field, signal in _COUNTERS.items()}
    values[link.SHAPING] = _shaping(kinds)
    values[link.QDISCS] = " ".join(dict.fromkeys(kinds))
    values[link.QDISC_LIMIT] = _option(rows, "tbf", "rate")
    values[link.NETEM_LOSS] = _option(rows, "netem", "loss-random", "loss")
    values[link.NETEM_DELAY] = _option(rows, "netem", "delay", "delay")
    return values


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (QDISCS,)


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    answer = answers.raw(QDISCS)
    by_link = qdiscs_of(answer.text) if isinstance(answer, Raw) else {}
    nothing: Value = answer if isinstance(answer, Absent) else _MALFORMED
    if by_link:
        nothing = _SWITCHED_OFF
    at = answer.at if isinstance(answer, Raw) else 0.0
    known = [entity.key for entity in found.of_kind(Kind.LINK)]
    for name in dict.fromkeys([*known, *(by_link or {})]):
        rows = (by_link or {}).get(name)
        values = _values(rows) if rows else dict.fromkeys(_SIGNALS, nothing)
        for signal, value in values.items():
            yield Reading(link_of(name), signal, value, at)


COLLECTOR = Collector(
    id="qdiscs",
    round=Round.SAMPLE,
    level=Level.L0,
    provides=_SIGNALS,
    asks=_asks,
    parse=_parse,
)
