"""Domains as libvirt knows them: their state and why they are in it, and libvirtd itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.qemu_processes import LIBVIRTD, host, processes
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import daemon, domain
from downstack.source import Answers, Request, Way

CONNECTION = Request(Way.LIBVIRT, "connection")
DOMAINS = Request(Way.LIBVIRT, "domains")
_INSTALLED = ("/etc/libvirt/libvirtd.conf", "/etc/libvirt/virtqemud.conf")
_STATES = tuple(domain.REASONS)


@dataclass(frozen=True, slots=True)
class Described:
    """One domain of libvirt's list; `xml` is its definition or why there is none."""

    entity: Entity
    active: bool
    about: dict[str, Any]
    xml: Element | Absent
    at: float


def read_xml(text: str) -> Element | Absent:
    """Return the root of a document; one that declares entities is refused."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return Absent(Reason.MALFORMED, "an XML document without declarations")
    try:
        return fromstring(text)  # noqa: S314 - declarations were refused above
    except (ParseError, ValueError):
        return Absent(Reason.MALFORMED, "an XML document")


def read_json(text: str) -> Any:
    """Return what a JSON text says; None when it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def absence(about: dict[str, Any]) -> Absent | None:
    """Return why one domain did not answer, if it did not."""
    reason = about.get("absent")
    if reason is None:
        return None
    known = reason if reason in set(Reason) else Reason.MALFORMED
    return Absent(Reason(known), str(about.get("need", "")))


def described(answers: Answers) -> tuple[Described, ...]:
    """Return the domains of libvirt's answer; none when it did not answer."""
    raw = answers.raw(DOMAINS)
    return () if isinstance(raw, Absent) else _described(raw.text, raw.at)


@lru_cache(maxsize=1)
def _described(text: str, at: float) -> tuple[Described, ...]:
    listed = read_json(text)
    found = []
    for about in listed if isinstance(listed, list) else ():
        if not isinstance(about, dict) or not isinstance(about.get("uuid"), str):
            continue
        entity = Entity(Kind.DOMAIN, about["uuid"].lower(), str(about.get("name") or ""))
        xml = about.get("xml")
        missing = absence(about) or Absent(Reason.MISSING, "the domain's definition")
        root = read_xml(xml) if isinstance(xml, str) else missing
        found.append(Described(entity, about.get("active") is True, about, root, at))
    return tuple(found)


def _asks(_found: Snapshot) -> Iterable[Request]:
    yield CONNECTION
    yield DOMAINS
    yield from (Request(Way.FILE, path) for path in _INSTALLED)


def _parse(answers: Answers, _found: Snapshot) -> Iterable[Row]:
    yield LIBVIRTD
    yield from _daemon(answers)
    here = host(answers)
    for one in described(answers):
        guest = Entity(Kind.GUEST, one.entity.key, one.entity.name)
        yield Connection(Edge.HOSTS, here, one.entity)
        yield Connection(Edge.MANAGES, LIBVIRTD, one.entity)
        yield Connection(Edge.INSIDE, one.entity, guest)
        for signal, value in _state(one):
            yield Reading(one.entity, signal, value, one.at)


def _state(one: Described) -> Iterator[tuple[Signal, Value]]:
    state, reason = _named_state(one.about)
    yield domain.STATE, state
    yield domain.STATE_REASON, reason
    yield domain.PERSISTENT, _yes(one.about, "persistent")
    yield domain.AUTOSTART, _yes(one.about, "autostart")
    if not isinstance(one.xml, Absent):
        above = one.xml.find("metadata")
        spaces = {child.tag[1:].partition("}")[0] for child in above or () if child.tag[:1] == "{"}
        nobody = Absent(Reason.NOT_APPLICABLE, "a manager above libvirt")
        yield domain.METADATA, " ".join(sorted(spaces)) or nobody


def _named_state(about: dict[str, Any]) -> tuple[Value, Value]:
    number, why = about.get("state"), about.get("reason")
    missing = absence(about) or Absent(Reason.MALFORMED, "a state that this version knows")
    if not isinstance(number, int) or not 0 <= number < len(_STATES):
        return missing, missing
    state = _STATES[number]
    reasons = domain.REASONS[state]
    if not isinstance(why, int) or not 0 <= why < len(reasons):
        return state, missing
    return state, f"{state}_{reasons[why]}"


def _yes(about: dict[str, Any], key: str) -> Value:
    value = about.get(key)
    return Absent(Reason.MISSING) if not isinstance(value, bool) else "yes" if value else "no"


def _daemon(answers: Answers) -> Iterator[Reading]:
    raw = answers.raw(CONNECTION)
    if isinstance(raw, Absent):
        yield Reading(LIBVIRTD, daemon.STATE, _trouble(raw, answers))
        yield Reading(LIBVIRTD, daemon.VERSION, raw)
        yield Reading(LIBVIRTD, daemon.HYPERVISOR_VERSION, raw)
        return
    about = read_json(raw.text)
    about = about if isinstance(about, dict) else {}
    yield Reading(LIBVIRTD, daemon.STATE, "up", raw.at)
    for signal, key in ((daemon.VERSION, "libvirt"), (daemon.HYPERVISOR_VERSION, "hypervisor")):
        yield Reading(LIBVIRTD, signal, _version(about.get(key)), raw.at)


def _trouble(absent: Absent, answers: Answers) -> Value:
    """Say whether libvirtd is down or silent; on a host without libvirt it is neither."""
    if absent.reason is Reason.TIMED_OUT:
        return "silent"
    if absent.reason is not Reason.MISSING or not absent.need.startswith("libvirtd running"):
        return absent
    installed = any(
        not isinstance(answer, Absent) or answer.reason is Reason.DENIED
        for answer in (answers.file(path) for path in _INSTALLED)
    )
    ours = (process.managed and not process.in_pod for process in processes(answers))
    if installed or any(ours):
        return "down"
    return Absent(Reason.NOT_APPLICABLE, "libvirt on this host")


def _version(number: Any) -> Value:
    if not isinstance(number, int) or number < 0:
        return Absent(Reason.MISSING)
    return f"{number // 1_000_000}.{number // 1000 % 1000}.{number % 1000}"


COLLECTOR = Collector(
    id="domains",
    round=Round.DISCOVER,
    level=Level.L1,
    provides=(
        domain.STATE,
        domain.STATE_REASON,
        domain.PERSISTENT,
        domain.AUTOSTART,
        domain.METADATA,
        daemon.STATE,
        daemon.VERSION,
        daemon.HYPERVISOR_VERSION,
    ),
    asks=_asks,
    parse=_parse,
)
