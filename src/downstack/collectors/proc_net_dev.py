"""Traffic, errors and drops of every network interface: /proc/net/dev, and carrier changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.collectors.links import link_of
from downstack.model import Absent, Kind, Level, Reason, Snapshot, Value
from downstack.signals import link
from downstack.source import Answers, Raw, Request, Way

DEV = Request(Way.FILE, "/proc/net/dev")
_CHANGES = Request(Way.GLOB, "/sys/class/net/*/carrier_changes")
_COLUMNS = {
    0: link.RECEIVED_BYTES,
    1: link.RECEIVED,
    2: link.RECEIVE_ERRORS,
    3: link.RECEIVE_DROPS,
    4: link.RECEIVE_OVERRUNS,
    8: link.SENT_BYTES,
    9: link.SENT,
    10: link.SEND_ERRORS,
    11: link.SEND_DROPS,
    12: link.SEND_OVERRUNS,
}
_GONE = Absent(Reason.MISSING, "the interface")


def columns_of(text: str) -> dict[str, list[str]]:
    """Return the columns of each interface by its name."""
    rows = (line.rpartition(":") for line in text.splitlines())
    return {name.strip(): rest.split() for name, colon, rest in rows if colon}


def number_at(row: list[str], column: int) -> Value:
    """Return one column as a number."""
    short = Absent(Reason.MALFORMED, "sixteen columns")
    return number(row[column]) if column < len(row) else short


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (DEV, _CHANGES)


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    answer = answers.raw(DEV)
    rows = columns_of(answer.text) if isinstance(answer, Raw) else {}
    nothing = _GONE if isinstance(answer, Raw) else answer
    at = answer.at if isinstance(answer, Raw) else 0.0
    known = [entity.key for entity in found.of_kind(Kind.LINK)]
    changes = answers.files(_CHANGES.what)
    for name in dict.fromkeys([*known, *rows]):
        for column, signal in _COLUMNS.items():
            value = number_at(rows[name], column) if name in rows else nothing
            yield Reading(link_of(name), signal, value, at)
        change = changes.get(_CHANGES.what.replace("*", name))
        count = number(change.text.strip()) if change else _GONE
        yield Reading(link_of(name), link.CARRIER_CHANGES, count, change.at if change else at)


COLLECTOR = Collector(
    id="proc_net_dev",
    round=Round.SAMPLE,
    level=Level.L0,
    provides=(*_COLUMNS.values(), link.CARRIER_CHANGES),
    asks=_asks,
    parse=_parse,
)
