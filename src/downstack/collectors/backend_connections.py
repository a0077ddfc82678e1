"""QEMU's own TCP connections to storage servers: whether there is one, and what it loses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.model import Absent, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import backend, backend_connection, domain
from downstack.source import Answers, Raw, Request, Way

_PORTS = {"nbd": "10809", "iscsi": "3260", "nfs": "2049", "gluster": "24007", "ssh": "22"}
_PORTS |= {"http": "80", "https": "443"}
"""Where a server listens whose port the definition does not tell."""
_OUR_NETWORK = Request(Way.LINK, "/proc/self/ns/net")
_SIGNALS = (
    backend_connection.ESTABLISHED,
    backend_connection.RETRANSMITS,
    backend_connection.SEGMENTS,
    backend_connection.RTT,
)
_NO_SERVER = Absent(Reason.NOT_APPLICABLE, "a storage server that QEMU reaches by TCP")
_NO_CONNECTION = Absent(Reason.MISSING, "a connection to the server")
_ELSEWHERE = Absent(Reason.UNSUPPORTED, "the network namespace of its QEMU")
_NO_PROCESS = Absent(Reason.MISSING, "the process of the VM")
_UNKNOWN_NAME = Absent(Reason.DENIED, "root on the host, to tell whose connection it is")
_MILLISECOND = 0.001


@dataclass(frozen=True, slots=True)
class Connection:
    """One TCP connection of this host, as ss prints it on one line."""

    state: str
    peer: str
    port: str
    pids: frozenset[str]
    rest: str

    def count(self, pattern: str, scale: float = 1.0) -> Value:
        """Return a number of its details; one that ss leaves out is 0."""
        found = re.search(rf"(?:^|\s){pattern}", self.rest)
        return number(found[1], scale) if found else 0.0


def connections_of(text: str) -> list[Connection]:
    """Return the connections of the output of ss -H -t -n -i -p -O."""
    found = []
    for line in text.splitlines():
        words = line.split(maxsplit=5)
        if len(words) < 5:  # noqa: PLR2004 - state, two queues, two addresses
            continue
        peer, _, port = words[4].rpartition(":")
        rest = words[5] if len(words) > 5 else ""  # noqa: PLR2004
        pids = frozenset(re.findall(r"\bpid=(\d+)", rest))
        found.append(Connection(words[0], _plain(peer), port, pids, rest))
    return found


def _plain(address: str) -> str:
    """Return an address in one spelling: no brackets, no zone, IPv4 where it is mapped."""
    bare = address.strip("[]").partition("%")[0]
    try:
        read = ip_address(bare)
    except ValueError:
        return bare
    mapped = read.ipv4_mapped if isinstance(read, IPv6Address) else None
    return str(mapped or read)


def _server(found: Snapshot, one: Entity) -> tuple[str, str] | None:
    """Return name and port of the server; None where QEMU speaks to none by TCP, or to several."""
    if found.text(one, backend_connection.TRANSPORT.name) != "tcp":
        return None
    name, _, port = found.text(one, backend_connection.SERVER.name).partition(" ")
    port = port or _PORTS.get(found.text(one, backend.TYPE.name), "")
    return (name, port) if name and port.isdecimal() and len(port) < 6 else None  # noqa: PLR2004


def _command(port: str) -> Request:
    return Request(Way.COMMAND, f"ss -H -t -n -i -p -O dport = :{port}")


def _network(pid: str) -> Request:
    return Request(Way.LINK, f"/proc/{pid}/ns/net")


def _pids(found: Snapshot, one: Entity) -> list[str]:
    owners = found.follow(one, (Edge.BACKS, Edge.DISK_OF))
    pids = (found.text(owner, domain.QEMU_PID.name) for owner in owners)
    return [pid for pid in pids if pid]


def _asks(found: Snapshot) -> Iterable[Request]:
    for one in found.of_kind(Kind.BACKEND):
        server = _server(found, one)
        if server is not None:
            yield _command(server[1])
            yield _OUR_NETWORK
            yield from (_network(pid) for pid in _pids(found, one))


def _mine(
    listed: list[Connection], server: tuple[str, str], pids: list[str]
) -> list[Connection] | Absent:
    """Return the connections to the server that are of these processes, as far as one may see."""
    name, port = _plain(server[0]), server[1]
    named = [one for one in listed if one.port == port]
    try:
        ip_address(name)
    except ValueError:
        if named and not any(one.pids for one in named):
            return _UNKNOWN_NAME
        return [one for one in named if one.pids.intersection(pids)]
    there = [one for one in named if one.peer == name]
    return [one for one in there if not one.pids or one.pids.intersection(pids)]


def _values(mine: list[Connection]) -> dict[Signal, Value]:
    open_ = [one for one in mine if one.state == "ESTAB"]
    values: dict[Signal, Value] = {backend_connection.ESTABLISHED: float(len(open_))}
    if open_:
        values[backend_connection.RETRANSMITS] = _sum(open_, r"retrans:\d+/(\d+)")
        values[backend_connection.SEGMENTS] = _sum(open_, r"data_segs_out:(\d+)")
        trips = [one.count(r"rtt:([\d.]+)/", _MILLISECOND) for one in open_]
        values[backend_connection.RTT] = max(
            (t for t in trips if isinstance(t, float)), default=0.0
        )
    return values


def _sum(connections: list[Connection], pattern: str) -> Value:
    counts = [one.count(pattern) for one in connections]
    absent = next((one for one in counts if isinstance(one, Absent)), None)
    return absent or sum(one for one in counts if isinstance(one, float))


def _seen_from_here(answers: Answers, pids: list[str]) -> Absent | None:
    """Say why connections of these processes are not seen here: they live in another network."""
    ours = answers.text(_OUR_NETWORK)
    for pid in pids:
        theirs = answers.text(_network(pid))
        if isinstance(theirs, Absent):
            return theirs
        if theirs != ours:
            return _ELSEWHERE
    return None if pids else _NO_PROCESS


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    for one in found.of_kind(Kind.BACKEND):
        server = _server(found, one)
        if server is None:
            yield from (Reading(one, signal, _NO_SERVER) for signal in _SIGNALS)
            continue
        raw, pids = answers.raw(_command(server[1])), _pids(found, one)
        at = raw.at if isinstance(raw, Raw) else 0.0
        hidden = raw if isinstance(raw, Absent) else _seen_from_here(answers, pids)
        mine = hidden or _mine(connections_of(_text(raw)), server, pids)
        values = {} if isinstance(mine, Absent) else _values(mine)
        absent = mine if isinstance(mine, Absent) else _NO_CONNECTION
        for signal in _SIGNALS:
            yield Reading(one, signal, values.get(signal, absent), at)


def _text(raw: Raw | Absent) -> str:
    return "" if isinstance(raw, Absent) else raw.text


COLLECTOR = Collector(
    id="backend_connections",
    round=Round.SAMPLE,
    level=Level.L2,
    provides=_SIGNALS,
    asks=_asks,
    parse=_parse,
)
