"""The interfaces by which each QEMU reaches its storage: from its peers, and the routes there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv4Network
from typing import Any

from downstack.collector import Collector, Round, Row
from downstack.collectors.domains import read_json
from downstack.collectors.links import link_of
from downstack.collectors.qemu_sockets import SOCKETS
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Snapshot
from downstack.signals import backend, domain
from downstack.source import Answer, Answers, Request, Way

ROUTES = Request(Way.COMMAND, "ip -j route")
LOCAL = ("file", "block")
_PEER = re.compile(r"\S+ +[0-9]+ +[0-9]+ +\S+ +([0-9.]{7,15}):[0-9]{1,5} ")
_PID = re.compile(r"\bpid=([0-9]{1,10})\b")
_ANYWHERE = "default"


def _remote(found: Snapshot) -> list[Entity]:
    """Return what disks are stored on beyond this machine."""
    return [
        one
        for one in found.of_kind(Kind.BACKEND)
        if found.text(one, backend.TYPE.name) not in {"", *LOCAL}
    ]


def _asks(found: Snapshot) -> Iterable[Request]:
    return (SOCKETS, ROUTES) if _remote(found) else ()


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    routes, peers = _routes(answers.raw(ROUTES)), _peers(answers.raw(SOCKETS))
    for one in _remote(found):
        owners = found.follow(one, (Edge.BACKS, Edge.DISK_OF))
        pids = {found.text(owner, domain.QEMU_PID.name) for owner in owners}
        addresses = [address for pid in pids for address in peers.get(pid, ())]
        first = [link_of(name) for address in addresses for name in _way_to(address, routes)]
        for link in _with_carriers(dict.fromkeys(first), found):
            yield Connection(Edge.REACHES, link, one)


def _peers(answer: Answer) -> dict[str, list[IPv4Address]]:
    """Return whom each process is connected with."""
    found: dict[str, list[IPv4Address]] = {}
    for line in () if isinstance(answer, Absent) else answer.text.splitlines():
        peer = _PEER.match(line)
        address = _address(peer[1]) if peer else None
        if address is not None:
            for pid in set(_PID.findall(line)):
                found.setdefault(pid, []).append(address)
    return found


def _address(text: str) -> IPv4Address | None:
    try:
        return IPv4Address(text)
    except ValueError:
        return None


def _routes(answer: Answer) -> list[tuple[IPv4Network, tuple[str, ...]]]:
    """Return networks with the interfaces that lead there, the narrowest first."""
    listed = None if isinstance(answer, Absent) else read_json(answer.text)
    rows = [row for row in listed if isinstance(row, dict)] if isinstance(listed, list) else []
    found = [(network, _interfaces(row)) for row in rows if (network := _network(row))]
    return sorted(found, key=lambda route: -route[0].prefixlen)


def _network(row: dict[str, Any]) -> IPv4Network | None:
    text = row.get("dst")
    try:
        return IPv4Network("0.0.0.0/0" if text == _ANYWHERE else text)
    except ValueError:
        return None


def _interfaces(row: dict[str, Any]) -> tuple[str, ...]:
    """Return one name, or several where the route has several next hops."""
    several = row.get("nexthops")
    hops = [hop for hop in several if isinstance(hop, dict)] if isinstance(several, list) else []
    names = [one.get("dev") for one in (row, *hops)]
    return tuple(name for name in names if isinstance(name, str))


def _way_to(
    address: IPv4Address, routes: list[tuple[IPv4Network, tuple[str, ...]]]
) -> tuple[str, ...]:
    return next((names for network, names in routes if address in network), ())


def _with_carriers(links: Iterable[Entity], found: Snapshot) -> list[Entity]:
    """Return interfaces and all that carry them: a bridge's uplink, the ports of a bond."""
    seen: dict[Entity, None] = {}
    waiting = list(links)
    while waiting:
        at = waiting.pop()
        if at not in seen:
            seen[at] = None
            waiting += found.follow(at, (Edge.BRIDGES.inverse,))
    return list(seen)


COLLECTOR = Collector(
    id="storage_links",
    round=Round.SAMPLE,
    level=Level.L2,
    provides=(),
    asks=_asks,
    parse=_parse,
)
