"""The network interfaces of each domain, their settings, and their taps on the host."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.collectors.domain_settings import state_of, text_of
from downstack.collectors.domains import DOMAINS, Described, described
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import nic
from downstack.source import Answers, Request

_KIBIBYTE = 1024.0


def _asks(_found: Snapshot) -> Iterable[Request]:
    yield DOMAINS


def _parse(answers: Answers, _found: Snapshot) -> Iterable[Row]:
    for one in described(answers):
        if isinstance(one.xml, Absent):
            continue
        for element in one.xml.findall("devices/interface"):
            mac = text_of(element, "mac", "address").lower()
            if mac:
                yield from _describe(one, element, mac)


def _describe(one: Described, element: Element, mac: str) -> Iterator[Row]:
    tap = text_of(element, "target", "dev")
    entity = Entity(Kind.NIC, f"{one.entity.key}/{mac}", f"{one.entity.name}/{tap or mac}")
    yield Connection(Edge.NIC_OF, entity, one.entity)
    if tap and one.active:
        yield Connection(Edge.TAP_OF, Entity(Kind.LINK, tap, tap), entity)
    none = Absent(Reason.NOT_APPLICABLE, "an interface on the host")
    yield Reading(entity, nic.TAP, (tap if one.active else "") or none, one.at)
    for signal, value in _settings(element):
        yield Reading(entity, signal, value, one.at)


def _settings(element: Element) -> Iterator[tuple[Signal, Value]]:
    kind = element.get("type", "")
    yield nic.ATTACHMENT, state_of(nic.ATTACHMENT, kind, "other")
    model = text_of(element, "model", "type")
    virtio = "virtio" if model.startswith("virtio") else model
    passed = "passthrough" if kind in {"hostdev", "vdpa"} else "other"
    yield nic.MODEL, state_of(nic.MODEL, virtio, passed)
    yield nic.LINK_STATE, state_of(nic.LINK_STATE, text_of(element, "link", "state"), "up")
    source = element.find("source")
    names = ("bridge", "dev", "network") if source is not None else ()
    found = [source.get(name, "") for name in names if source is not None]
    yield nic.SOURCE, next(filter(None, found), "") or Absent(Reason.NOT_APPLICABLE, "a bridge")
    driver = text_of(element, "driver", "name")
    yield nic.DRIVER, driver or Absent(Reason.NOT_APPLICABLE, "a driver in the definition")
    yield nic.QUEUES, number(text_of(element, "driver", "queues") or "1")
    mtu = text_of(element, "mtu", "size")
    yield nic.MTU, number(mtu) if mtu else Absent(Reason.NOT_APPLICABLE, "an MTU for the guest")
    for signal, path in (
        (nic.LIMIT_INBOUND, "bandwidth/inbound"),
        (nic.LIMIT_OUTBOUND, "bandwidth/outbound"),
    ):
        average = text_of(element, path, "average")
        limit = number(average, _KIBIBYTE) if average else None
        yield signal, limit or Absent(Reason.NOT_APPLICABLE, "a limit in the definition")


COLLECTOR = Collector(
    id="domain_nics",
    round=Round.DISCOVER,
    level=Level.L1,
    provides=(
        nic.ATTACHMENT,
        nic.MODEL,
        nic.LINK_STATE,
        nic.TAP,
        nic.SOURCE,
        nic.DRIVER,
        nic.QUEUES,
        nic.MTU,
        nic.LIMIT_INBOUND,
        nic.LIMIT_OUTBOUND,
    ),
    asks=_asks,
    parse=_parse,
)
