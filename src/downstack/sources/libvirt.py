"""libvirt's read-only connection; a hung domain or daemon costs a thread, never the answer.

Answers are JSON: "connection" an object, "domains" and "networks" lists of objects, "capabilities"
an object with `xml`, and all others objects by the UUIDs in `arguments`.
What one domain did not answer is `{"absent": reason, "need": phrase}` in its place; a UUID without
an active domain is left out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import msgspec

from downstack.model import Absent
from downstack.source import Answer, Raw, Request
from downstack.sources import libvirt_disks
from downstack.sources.calls import Call, Calls, TooManyAbandonedError
from downstack.sources.libvirt_connection import (
    BUSY,
    SLOW,
    Connections,
    absent_of,
    library,
)

_ATTEMPTS = 3
_AFTERWARDS = frozenset({"disk_states", "control"})
"""Calls that keep QEMU's monitor busy: domstats, which does not wait for it, comes before them."""
_PATIENCE = 5
"""With NOWAIT a domain that is busy for a moment (another client, a block job's question of our
own) tells no disks; it is asked again so often."""
_BUSY_SECONDS = 0.03
_OF_MONITOR = frozenset({"balloon.last-update", "dirtyrate.calc_status"})
"""Statistics of QEMU's monitor: with one of them, no disks means that there are none."""
_GLANCE_SECONDS = 0.02
Done = dict[str, Any]
"""What is known so far, by UUID; a domain is marked as timed out before it is asked."""


@dataclass(slots=True)
class _Asked:
    """One request: what is known so far, the calls that ask for it, and the answer."""

    request: Request
    done: Done = field(default_factory=dict)
    calls: list[Call[str]] = field(default_factory=list)
    answer: Answer = SLOW

    def told(self) -> Answer:
        """Return the answer, or what came before the time was up, the rest marked as timed out."""
        if self.answer not in {SLOW, BUSY} or not self.done:
            return self.answer
        known = dict(self.done)
        for uuid in self.request.arguments:
            known.setdefault(uuid, _mark(SLOW))
        whole = list(known.values()) if self.request.what == "domains" else known
        return Raw(_encode(whole), time.monotonic())


class Libvirt:
    """Answers LIBVIRT requests over `openReadOnly`.

    After a timeout a request is tried again over another connection: with NOWAIT the second
    caller is told what the first one hangs on. `abandoned` caps the calls that hang at one time.

    Errors: ValueError for a request that is not in the list.
    """

    def __init__(self, uri: str = "qemu:///system", abandoned: int = 8) -> None:
        self._connections = Connections(uri, read_only=True)
        self._calls = Calls(abandoned)

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer all requests at the same time, each with its own call."""
        until = time.monotonic() + deadline
        for request in requests:
            if request.what not in _CALLS:
                raise ValueError(f"{request.what} is not a call of the read-only connection")
        trouble = self._trouble(until)
        if trouble is not None:
            return dict.fromkeys(requests, trouble)
        asked = [_Asked(request) for request in requests]
        asked.sort(key=lambda one: one.request.what in _AFTERWARDS)
        for one in asked:
            if one.request.what not in _AFTERWARDS:
                self._start(one)
        slow = asked
        for left in reversed(range(_ATTEMPTS)):
            now = time.monotonic()
            end = now + (until - now) / 2 if left else until
            slow = [one for one in slow if self._wait(one, end) is SLOW]
            for one in slow if left else ():
                self._start(one)
        return {one.request: one.told() for one in asked}

    def connect(self, seconds: float) -> None:
        """Open the connection ahead of the first read; whether it worked, the answers will say."""
        self._trouble(time.monotonic() + 2 * seconds)

    def _trouble(self, until: float) -> Absent | None:
        """Return why there is no connection, after trying to open it for half of the time."""
        try:
            call = self._calls.start(lambda: self._connections.get(_name("connection", 0)))
            call.result(time.monotonic() + (until - time.monotonic()) / 2)
        except TooManyAbandonedError:
            return BUSY
        except TimeoutError:
            return SLOW
        except Exception as error:  # noqa: BLE001 - libvirtError cannot be named before the import
            return absent_of(error)
        return None

    def _start(self, asked: _Asked) -> None:
        """Add a call to the earlier ones of the same request, unless too many hang already."""
        request = asked.request
        name = _name(request.what, len(asked.calls))

        def ask() -> str:
            connection = self._connections.get(name)
            return _encode(_CALLS[request.what](connection, request.arguments, asked.done))

        with suppress(TooManyAbandonedError):
            asked.calls.append(self._calls.start(ask))

    def _wait(self, asked: _Asked, until: float) -> Answer:
        """Wait for the first call that ends; the connection of one that is slow is retired."""
        if not asked.calls:
            self._start(asked)
        asked.answer = _result(asked.calls, until)
        if asked.answer is SLOW:
            self._connections.retire(_name(asked.request.what, len(asked.calls) - 1))
        return asked.answer


def _name(what: str, calls: int) -> str:
    return f"{what} again" if calls else what


def _result(calls: Sequence[Call[str]], until: float) -> Answer:
    """Return what the first call that ends says: one that was only slow counts as well."""
    if not calls:
        return BUSY
    while not (ended := [call for call in calls if call.ended.is_set()]):
        if time.monotonic() >= until:
            return SLOW
        calls[-1].ended.wait(min(_GLANCE_SECONDS, max(0.0, until - time.monotonic())))
    try:
        return Raw(ended[0].result(until), time.monotonic())
    except Exception as error:  # noqa: BLE001 - libvirtError cannot be named before the import
        return absent_of(error)


def _encode(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _mark(absent: Absent) -> dict[str, str]:
    return {"absent": str(absent.reason), "need": absent.need}


def _connection(connection: Any, _uuids: Sequence[str], _done: Done) -> Any:
    fields = ("model", "memory_mib", "cpus", "mhz", "nodes", "sockets", "cores", "threads")
    return {
        "uri": connection.getURI(),
        "hostname": connection.getHostname(),
        "driver": connection.getType(),
        "libvirt": connection.getLibVersion(),
        "hypervisor": connection.getVersion(),
        "node": dict(zip(fields, connection.getInfo(), strict=True)),
    }


def _capabilities(connection: Any, _uuids: Sequence[str], _done: Done) -> Any:
    return {"xml": connection.getCapabilities()}


def _networks(connection: Any, _uuids: Sequence[str], _done: Done) -> Any:
    return [
        {
            "uuid": network.UUIDString(),
            "name": network.name(),
            "active": bool(network.isActive()),
            "xml": network.XMLDesc(0),
        }
        for network in connection.listAllNetworks()
    ]


def _domains(connection: Any, _uuids: Sequence[str], done: Done) -> Any:
    binding: Any = library()
    uuids = {
        flag: {domain.UUIDString() for domain in connection.listAllDomains(flag)}
        for flag in (
            binding.VIR_CONNECT_LIST_DOMAINS_PERSISTENT,
            binding.VIR_CONNECT_LIST_DOMAINS_AUTOSTART,
        )
    }
    persistent, autostart = uuids.values()
    for domain in connection.listAllDomains():
        uuid = domain.UUIDString()
        about = {
            "uuid": uuid,
            "name": domain.name(),
            "id": domain.ID(),
            "active": domain.ID() >= 0,
            "persistent": uuid in persistent,
            "autostart": uuid in autostart,
        }
        _ask(done, uuid, about, partial(_describe, domain))
    return list(done.values())


def _describe(domain: Any) -> dict[str, Any]:
    state, reason = domain.state()
    return {"state": state, "reason": reason, "xml": domain.XMLDesc(0)}


def _ask(done: Done, uuid: str, about: Done, one: Callable[[], Done]) -> None:
    """Ask one domain, unless an earlier attempt has; one that is gone is left out."""
    if uuid in done:
        return
    done[uuid] = about | _mark(SLOW)
    try:
        done[uuid] = about | one()
    except library().libvirtError as error:
        done[uuid] = about | _mark(absent_of(error))
        if error.get_error_code() == library().VIR_ERR_NO_DOMAIN:
            del done[uuid]


def _active(connection: Any, uuids: Sequence[str]) -> Iterator[Any]:
    """Yield the active domains; to ask an inactive one would make libvirt probe its images."""
    wanted = set(uuids)
    flag = library().VIR_CONNECT_LIST_DOMAINS_ACTIVE
    for domain in connection.listAllDomains(flag):
        if domain.UUIDString() in wanted:
            yield domain


def _domstats_but_disks(connection: Any, uuids: Sequence[str], _done: Done) -> Any:
    binding: Any = library()
    domains = list(_active(connection, uuids))
    flags = binding.VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT
    groups = (
        binding.VIR_DOMAIN_STATS_STATE
        | binding.VIR_DOMAIN_STATS_CPU_TOTAL
        | binding.VIR_DOMAIN_STATS_BALLOON
        | binding.VIR_DOMAIN_STATS_VCPU
        | binding.VIR_DOMAIN_STATS_INTERFACE
    )
    rows = connection.domainListGetStats(domains, groups, flags) if domains else ()
    return {domain.UUIDString(): fields for domain, fields in rows}


def _domstats(connection: Any, uuids: Sequence[str], _done: Done) -> Any:
    domains = list(_active(connection, uuids))
    if not domains:
        return {}
    flags = library().VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT
    known: Done = {}
    for _ in range(_PATIENCE):
        for domain, fields in connection.domainListGetStats(domains, 0, flags):
            known[domain.UUIDString()] = fields
        domains = [one for one in domains if _is_busy(known.get(one.UUIDString(), {}))]
        if not domains:
            break
        time.sleep(_BUSY_SECONDS)
    return known


def _is_busy(fields: Mapping[str, Any]) -> bool:
    """Whether NOWAIT left out what the monitor tells; a domain without a disk is no such case."""
    return not fields.get("block.count") and _OF_MONITOR.isdisjoint(fields)


def _jobs(connection: Any, uuids: Sequence[str], done: Done) -> Any:
    for domain in _active(connection, uuids):
        _ask(done, domain.UUIDString(), {}, domain.jobStats)
    return done


def _of_each(one: Callable[[Any], Done], connection: Any, uuids: Sequence[str], done: Done) -> Any:
    for domain in _active(connection, uuids):
        _ask(done, domain.UUIDString(), {}, partial(one, domain))
    return done


def _control(connection: Any, uuids: Sequence[str], done: Done) -> Any:
    for domain in _active(connection, uuids):
        _ask(done, domain.UUIDString(), {}, partial(_describe_control, domain))
    return done


def _describe_control(domain: Any) -> Done:
    return dict(zip(("state", "details", "stateTime"), domain.controlInfo(), strict=True))


_CALLS: dict[str, Callable[[Any, Sequence[str], Done], Any]] = {
    "connection": _connection,
    "capabilities": _capabilities,
    "networks": _networks,
    "domains": _domains,
    "domstats": _domstats,
    "domstats_but_disks": _domstats_but_disks,
    "jobs": _jobs,
    "control": _control,
    "disk_states": partial(_of_each, libvirt_disks.disk_states),
    "io_errors": partial(_of_each, libvirt_disks.io_errors),
}
