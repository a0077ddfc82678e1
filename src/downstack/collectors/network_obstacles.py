"""What stops every packet between a guest's card and its bridge, by what DISCOVER found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row
from downstack.model import Absent, Edge, Entity, Kind, Level, Reason, Snapshot
from downstack.signals import link, network_way, nic
from downstack.source import Answers, Request

_SWITCHED = {"bridge", "network"}
_NO_TAP = Absent(Reason.NOT_APPLICABLE, "an interface on the host")
_NO_LINK = Absent(Reason.MISSING, "the tap in this machine's network namespace")


def _asks(_found: Snapshot) -> Iterable[Request]:
    return ()


def _of_bridge(found: Snapshot, tap: Entity) -> Iterator[str]:
    if found.text(tap, link.ATTACHED.name) == "no":
        yield "off_the_bridge"
    if found.text(tap, link.PORT_STATE.name) not in {"", "forwarding"}:
        yield "port_blocked"
    for bridge in found.follow(tap, (Edge.BRIDGES.inverse,)):
        if found.text(bridge, link.ADMINISTRATIVE.name) == "down":
            yield "bridge_down"


def _obstacles(found: Snapshot, card: Entity, tap: Entity) -> Iterator[str]:
    """Yield them in the order in which a person should look at them."""
    if found.text(card, nic.LINK_STATE.name) == "down":
        yield "unplugged"
    if found.text(tap, link.ADMINISTRATIVE.name) == "down":
        yield "tap_down"
    if found.text(card, nic.ATTACHMENT.name) in _SWITCHED:
        yield from _of_bridge(found, tap)


def _parse(_answers: Answers, found: Snapshot) -> Iterator[Row]:
    for card in found.of_kind(Kind.NIC):
        taps = found.follow(card, (Edge.TAP_OF.inverse,))
        known = [tap for tap in taps if found.text(tap, link.ADMINISTRATIVE.name)]
        if not known:
            why = _NO_LINK if taps else _NO_TAP
            yield Reading(card, network_way.OBSTACLE, why)
            yield Reading(card, network_way.OBSTACLES, why)
            continue
        obstacles = list(_obstacles(found, card, known[0]))
        yield Reading(card, network_way.OBSTACLE, next(iter(obstacles), "none"))
        yield Reading(card, network_way.OBSTACLES, float(len(obstacles)))


COLLECTOR = Collector(
    id="network_obstacles",
    round=Round.DETAIL,
    level=Level.L1,
    provides=(network_way.OBSTACLE, network_way.OBSTACLES),
    asks=_asks,
    parse=_parse,
)
