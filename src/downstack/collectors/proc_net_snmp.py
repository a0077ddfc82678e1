"""What the protocols of this machine lost: /proc/net/snmp and /proc/net/netstat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from downstack.collector import Collector, Round, Row, measure, number
from downstack.collectors.machine import HOST
from downstack.model import Level, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import host_network
from downstack.source import Answers, Request, Way

SNMP = Request(Way.FILE, "/proc/net/snmp")
NETSTAT = Request(Way.FILE, "/proc/net/netstat")
_SIGNALS: dict[Request, dict[str, Signal]] = {
    SNMP: {
        "Tcp OutSegs": host_network.SEGMENTS,
        "Tcp RetransSegs": host_network.RETRANSMITS,
        "Udp RcvbufErrors": host_network.DATAGRAM_DROPS,
        "Ip FragFails": host_network.FRAGMENT_FAILURES,
        "Ip ReasmFails": host_network.REASSEMBLY_FAILURES,
    },
    NETSTAT: {
        "TcpExt TCPTimeouts": host_network.TIMEOUTS,
        "TcpExt ListenDrops": host_network.LISTEN_DROPS,
        "TcpExt TCPBacklogDrop": host_network.SOCKET_BACKLOG_DROPS,
    },
}


def numbers_of(text: str) -> dict[str, Value]:
    """Return the counters as `Protocol Name`: each line of names is followed by its numbers."""
    lines = text.splitlines()
    values: dict[str, Value] = {}
    for names, numbers in zip(lines[::2], lines[1::2], strict=False):
        (protocol, _, rest), (again, _, words) = names.partition(":"), numbers.partition(":")
        if protocol == again:
            pairs = zip(rest.split(), words.split(), strict=False)
            values |= {f"{protocol} {name}": number(word) for name, word in pairs}
    return values


def _asks(_found: Snapshot) -> Iterable[Request]:
    return _SIGNALS


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    for request, names in _SIGNALS.items():

        def parse(text: str, names: Mapping[str, Signal] = names) -> dict[Signal, Value]:
            return {names[key]: value for key, value in numbers_of(text).items() if key in names}

        yield from measure(HOST, answers.raw(request), names.values(), parse)


COLLECTOR = Collector(
    id="proc_net_snmp",
    round=Round.SAMPLE,
    level=Level.L0,
    provides=tuple(signal for names in _SIGNALS.values() for signal in names.values()),
    asks=_asks,
    parse=_parse,
)
