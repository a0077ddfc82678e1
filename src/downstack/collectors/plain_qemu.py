"""What a QEMU that libvirt did not start says about itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.domains import read_json
from downstack.model import Absent, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signals import domain
from downstack.source import Answers, Request, Way


def _monitored(found: Snapshot) -> Iterator[tuple[Entity, Request]]:
    for one in found.of_kind(Kind.DOMAIN):
        socket = found.text(one, domain.QEMU_MONITOR.name)
        if socket.startswith("/"):
            yield one, Request(Way.QMP, socket, ("query-status",))


def _asks(found: Snapshot) -> Iterable[Request]:
    yield from (request for _one, request in _monitored(found))


def _parse(answers: Answers, found: Snapshot) -> Iterable[Row]:
    for one, request in _monitored(found):
        raw = answers.raw(request)
        at = 0.0 if isinstance(raw, Absent) else raw.at
        value = raw if isinstance(raw, Absent) else _status(raw.text)
        yield Reading(one, domain.MONITOR_STATUS, value, at)
    for one in found.of_kind(Kind.DOMAIN):
        if found.text(one, domain.MANAGER.name) == "libvirt":
            none = Absent(Reason.NOT_APPLICABLE, "a QEMU that libvirt did not start")
            yield Reading(one, domain.MONITOR_STATUS, none)


def _status(text: str) -> Value:
    about = read_json(text)
    status = about.get("status") if isinstance(about, dict) else None
    known = isinstance(status, str) and status in domain.MONITOR_STATUS.states
    return str(status) if known else Absent(Reason.MALFORMED, "a status that this version knows")


COLLECTOR = Collector(
    id="plain_qemu",
    round=Round.DETAIL,
    level=Level.L2,
    provides=(domain.MONITOR_STATUS,),
    asks=_asks,
    parse=_parse,
)
