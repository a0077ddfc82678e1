"""The disks of each domain, their settings, and what they are stored on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.collectors.domain_settings import state_of, text_of
from downstack.collectors.domains import DOMAINS, Described, described
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import backend, backend_connection, disk, disk_limits
from downstack.source import Answers, Request

_LIMITS = (
    (disk.LIMIT_IOPS, "total_iops_sec"),
    (disk.LIMIT_READ_IOPS, "read_iops_sec"),
    (disk.LIMIT_WRITE_IOPS, "write_iops_sec"),
    (disk.LIMIT_BYTES, "total_bytes_sec"),
    (disk.LIMIT_READ_BYTES, "read_bytes_sec"),
    (disk.LIMIT_WRITE_BYTES, "write_bytes_sec"),
)
_MOST_LAYERS = 1000


def _asks(_found: Snapshot) -> Iterable[Request]:
    yield DOMAINS


def _parse(answers: Answers, _found: Snapshot) -> Iterable[Row]:
    for one in described(answers):
        if isinstance(one.xml, Absent):
            continue
        for element in one.xml.findall("devices/disk"):
            target = text_of(element, "target", "dev")
            if target and element.get("device", "disk") in {"disk", "lun"}:
                yield from _describe(one, element, target)


def _describe(one: Described, element: Element, target: str) -> Iterator[Row]:
    key, name = f"{one.entity.key}/{target}", f"{one.entity.name}/{target}"
    entity = Entity(Kind.DISK, key, name)
    yield Connection(Edge.DISK_OF, entity, one.entity)
    values = (*_settings(element), *_limits(element), (disk.LAYERS, _layers(element, one)))
    for signal, value in values:
        yield Reading(entity, signal, value, one.at)
    stored = backend_of(element)
    if stored is not None:
        yield Connection(Edge.BACKS, stored, entity)
        yield Reading(stored, backend.TYPE, _type(element), one.at)
        yield Reading(stored, backend.PATH, _path(element), one.at)
        for signal, value in _way_to_server(element):
            yield Reading(stored, signal, value, one.at)


def _settings(element: Element) -> Iterator[tuple[Signal, Value]]:
    yield disk.BUS, state_of(disk.BUS, text_of(element, "target", "bus"), "other")
    yield disk.FORMAT, state_of(disk.FORMAT, text_of(element, "driver", "type"), "raw")
    yield disk.SOURCE_KIND, state_of(disk.SOURCE_KIND, element.get("type", ""), "none")
    for signal, attribute in (
        (disk.CACHE, "cache"),
        (disk.IO, "io"),
        (disk.ERROR_POLICY, "error_policy"),
    ):
        yield signal, text_of(element, "driver", attribute) or "default"
    thread = text_of(element, "driver", "iothread")
    yield disk.IOTHREAD, thread or Absent(Reason.NOT_APPLICABLE, "an I/O thread for the disk")
    protocol = text_of(element, "source", "protocol")
    yield disk.PROTOCOL, protocol or Absent(Reason.NOT_APPLICABLE, "a disk on the network")
    mirror = element.find("mirror")
    none = Absent(Reason.NOT_APPLICABLE, "a block job")
    yield disk.JOB, "none" if mirror is None else mirror.get("job", "copy")
    yield disk.JOB_READY, none if mirror is None else mirror.get("ready", "no")


def _limits(element: Element) -> Iterator[tuple[Signal, Value]]:
    count = 0.0
    for signal, tag in _LIMITS:
        limit = number(text_of(element, f"iotune/{tag}") or "0")
        if isinstance(limit, float) and limit <= 0:
            yield signal, Absent(Reason.NOT_APPLICABLE, "a limit in the definition")
        else:
            count += 1
            yield signal, limit
    yield disk_limits.COUNT, count


def _layers(element: Element, one: Described) -> Value:
    """Count the images of the chain; only a running domain's definition lists them all."""
    layers, at = 1, element.find("backingStore")
    if at is None and text_of(element, "driver", "type") != "raw":
        need = "the chain of images, which this libvirt does not list"
        return Absent(Reason.MISSING, need if one.active else "a running domain")
    while at is not None and at.get("type") and layers < _MOST_LAYERS:
        layers += 1
        at = at.find("backingStore")
    return float(layers)


def backend_of(element: Element) -> Entity | None:
    """Return what the top image is stored on; None for an empty drive."""
    source = element.find("source")
    if source is None:
        return None
    path = _source_path(source)
    kind = element.get("type", "")
    if kind == "network":
        return _network(source)
    if kind == "volume":
        name = f"{source.get('pool', '')}/{source.get('volume', '')}"
        return Entity(Kind.BACKEND, f"volume:{name}", name)
    return Entity(Kind.BACKEND, f"{kind}:{path}", path) if path else None


def _source_path(source: Element) -> str:
    return source.get("file") or source.get("dev") or source.get("dir") or source.get("path") or ""


def _network(source: Element) -> Entity:
    protocol, name = source.get("protocol", ""), source.get("name", "")
    if protocol == "rbd":
        return Entity(Kind.BACKEND, f"rbd:{name}", name)
    server = source.find("host")
    where = ""
    if server is not None:
        unix = server.get("socket")
        address = f"{server.get('name', '')}:{server.get('port', '')}".rstrip(":")
        where = f"unix:{unix}" if unix else address
    return Entity(Kind.BACKEND, f"{protocol}:{where}:{name}", f"{protocol} {name or where}")


def _way_to_server(element: Element) -> Iterator[tuple[Signal, Value]]:
    """Yield how QEMU itself reaches a server, and which; Ceph's monitors name the others."""
    none = Absent(Reason.NOT_APPLICABLE, "a storage server that QEMU reaches by TCP")
    servers = element.findall("source/host") if element.get("type") == "network" else []
    transport = servers[0].get("transport", "tcp") if servers else "none"
    if text_of(element, "source", "protocol") == "rbd":
        transport = "cluster"
    yield (
        backend_connection.TRANSPORT,
        state_of(backend_connection.TRANSPORT, transport, "none"),
    )
    named = [f"{one.get('name', '')} {one.get('port', '')}".strip() for one in servers]
    server = ", ".join(named) if transport == "tcp" else ""
    yield backend_connection.SERVER, server or none


def _type(element: Element) -> str:
    kind = element.get("type", "")
    wanted = text_of(element, "source", "protocol") if kind == "network" else kind
    return state_of(backend.TYPE, wanted, "other")


def _path(element: Element) -> Value:
    source = element.find("source")
    path = "" if source is None else _source_path(source)
    return path or Absent(Reason.NOT_APPLICABLE, "a file or a device on the host")


COLLECTOR = Collector(
    id="domain_disks",
    round=Round.DISCOVER,
    level=Level.L1,
    provides=(
        disk.BUS,
        disk.FORMAT,
        disk.SOURCE_KIND,
        disk.CACHE,
        disk.IO,
        disk.ERROR_POLICY,
        disk.IOTHREAD,
        disk.PROTOCOL,
        disk.JOB,
        disk.JOB_READY,
        disk.LAYERS,
        *(signal for signal, _tag in _LIMITS),
        disk_limits.COUNT,
        backend.TYPE,
        backend.PATH,
        backend_connection.TRANSPORT,
        backend_connection.SERVER,
    ),
    asks=_asks,
    parse=_parse,
)
