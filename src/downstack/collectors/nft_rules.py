"""Packets that nftables rules throw away, by the interface that a rule names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.domains import read_json
from downstack.collectors.links import link_of
from downstack.model import Absent, Kind, Level, Reason, Snapshot, Value
from downstack.signals import network_way
from downstack.source import Answers, Request, Way

RULES = Request(Way.COMMAND, "nft -j list ruleset")
_NAMES = ("iifname", "oifname", "iif", "oif")
_NO_COUNTER = Absent(Reason.UNSUPPORTED, "a counter in the rule that drops")
_MALFORMED = Absent(Reason.MALFORMED, "nftables with JSON")
_MOST = 2.0**64


def _interfaces(expression: dict[str, Any]) -> list[str]:
    """Return the interfaces that a match is about; those it excludes are none of them."""
    match = expression.get("match")
    if not isinstance(match, dict) or match.get("op") not in {"==", "in"}:
        return []
    left, right = match.get("left"), match.get("right")
    meta = left.get("meta") if isinstance(left, dict) else None
    if not isinstance(meta, dict) or meta.get("key") not in _NAMES:
        return []
    listed = right.get("set") if isinstance(right, dict) else [right]
    return [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []


def _count(expressions: list[dict[str, Any]]) -> Value:
    for one in expressions:
        counter = one.get("counter")
        packets = counter.get("packets") if isinstance(counter, dict) else None
        if isinstance(packets, int) and 0 <= packets < _MOST:
            return float(packets)
    return _NO_COUNTER


def drops_of(text: str) -> dict[str, Value] | None:
    """Return the packets dropped by interface, or None when this is no list of rules."""
    whole = read_json(text)
    objects = whole.get("nftables") if isinstance(whole, dict) else None
    if not isinstance(objects, list):
        return None
    found: dict[str, Value] = {}
    for one in objects:
        rule = one.get("rule") if isinstance(one, dict) else None
        listed = rule.get("expr") if isinstance(rule, dict) else None
        parts = (
            [part for part in listed if isinstance(part, dict)] if isinstance(listed, list) else []
        )
        if not any("drop" in part or "reject" in part for part in parts):
            continue
        for name in dict.fromkeys(name for part in parts for name in _interfaces(part)):
            found[name] = _plus(found.get(name, 0.0), _count(parts))
    return found


def _plus(known: Value, more: Value) -> Value:
    """Add up; one rule that does not count spoils the sum."""
    if isinstance(known, float) and isinstance(more, float):
        return known + more
    return more if isinstance(more, Absent) else known


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (RULES,)


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    answer = answers.raw(RULES)
    drops = None if isinstance(answer, Absent) else drops_of(answer.text)
    nothing: Value = 0.0
    if drops is None:
        nothing = answer if isinstance(answer, Absent) else _MALFORMED
    at = 0.0 if isinstance(answer, Absent) else answer.at
    for one in found.of_kind(Kind.LINK):
        yield Reading(
            link_of(one.key), network_way.FILTER_DROPS, (drops or {}).get(one.key, nothing), at
        )


COLLECTOR = Collector(
    id="nft_rules",
    round=Round.SAMPLE,
    level=Level.L2,
    provides=(network_way.FILTER_DROPS,),
    asks=_asks,
    parse=_parse,
)
