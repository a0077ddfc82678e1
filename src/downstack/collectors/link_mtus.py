"""Packets that fit one interface and not the next one on their way, by what DISCOVER found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row
from downstack.model import Absent, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signals import link
from downstack.source import Answers, Request

_VXLAN_HEADER = 50.0
"""Bytes: the outer Ethernet, IPv4 and UDP headers and its own (RFC 7348)."""
_NO_WAY = Absent(Reason.NOT_APPLICABLE, "a bridge with two ports, or a tunnel over an interface")


def _asks(_found: Snapshot) -> Iterable[Request]:
    return ()


def _mtus(found: Snapshot, links: Iterable[Entity]) -> list[float]:
    """Return the MTUs of those interfaces that are switched on."""
    up = [one for one in links if found.text(one, link.ADMINISTRATIVE.name) == "up"]
    values = (found.value(one, link.MTU.name) for one in up)
    return [value for value in values if isinstance(value, float)]


def _excess(found: Snapshot, one: Entity) -> Value:
    what = found.text(one, link.WHAT.name)
    carriers = _mtus(found, found.follow(one, (Edge.BRIDGES.inverse,)))
    if what == "bridge":
        ports = [*carriers, *_mtus(found, found.follow(one, (Edge.BRIDGES,)))]
        return max(ports) - min(ports) if len(ports) > 1 else _NO_WAY
    own = _mtus(found, (one,))
    if what == "vxlan" and own and carriers:
        return max(own[0] + _VXLAN_HEADER - min(carriers), 0.0)
    return _NO_WAY


def _parse(_answers: Answers, found: Snapshot) -> Iterator[Row]:
    for one in found.of_kind(Kind.LINK):
        yield Reading(one, link.MTU_EXCESS, _excess(found, one))


COLLECTOR = Collector(
    id="link_mtus",
    round=Round.DETAIL,
    level=Level.L0,
    provides=(link.MTU_EXCESS,),
    asks=_asks,
    parse=_parse,
)
