"""The TCP connections of each QEMU, as the kernel's sockets tell: those to its storage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.model import Absent, Kind, Level, Reason, Snapshot, Value
from downstack.signals import domain, qemu_sockets
from downstack.source import Answers, Request, Way

SOCKETS = Request(Way.COMMAND, "ss -tinpHO")
_PID = re.compile(r"\bpid=([0-9]{1,10})\b")
_SENT = re.compile(r"\bdata_segs_out:([0-9]{1,18})\b")
_AGAIN = re.compile(r"\bretrans:[0-9]{1,9}/([0-9]{1,18})\b")
_ROUND_TRIP = re.compile(r"\brtt:([0-9.]{1,12})/")
_MILLI = 1e-3
_NONE = Absent(Reason.NOT_APPLICABLE, "a TCP connection of QEMU's own")
_HIDDEN = Absent(Reason.DENIED, "root on the host, who sees whose a connection is")


def _asks(found: Snapshot) -> Iterable[Request]:
    if found.of_kind(Kind.DOMAIN):
        yield SOCKETS


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    raw = answers.raw(SOCKETS)
    lines = [] if isinstance(raw, Absent) else [line for line in raw.text.splitlines() if line]
    owned: dict[str, list[str]] = {}
    for line in lines:
        for pid in set(_PID.findall(line)):
            owned.setdefault(pid, []).append(line)
    nothing = raw if isinstance(raw, Absent) else (_HIDDEN if lines and not owned else _NONE)
    at = 0.0 if isinstance(raw, Absent) else raw.at
    for one in found.of_kind(Kind.DOMAIN):
        mine = owned.get(found.text(one, domain.QEMU_PID.name), [])
        yield Reading(one, qemu_sockets.SEGMENTS, _sum(_SENT, mine, nothing), at)
        yield Reading(one, qemu_sockets.RETRANSMITS, _sum(_AGAIN, mine, nothing), at)
        yield Reading(one, qemu_sockets.ROUND_TRIP, _longest(mine, nothing), at)


def _sum(field: re.Pattern[str], lines: list[str], nothing: Absent) -> Value:
    """Return the sum over the connections; the kernel leaves out what is zero."""
    if not lines:
        return nothing
    return float(sum(int(value) for line in lines for value in field.findall(line)))


def _longest(lines: list[str], nothing: Absent) -> Value:
    times = [number(text, _MILLI) for line in lines for text in _ROUND_TRIP.findall(line)]
    return max((one for one in times if isinstance(one, float)), default=nothing)


COLLECTOR = Collector(
    id="qemu_sockets",
    round=Round.SAMPLE,
    level=Level.L2,
    provides=(qemu_sockets.SEGMENTS, qemu_sockets.RETRANSMITS, qemu_sockets.ROUND_TRIP),
    asks=_asks,
    parse=_parse,
)
