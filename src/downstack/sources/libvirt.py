"""libvirt's read-only connection; a hung domain or daemon costs a thread, never the answer.

Answers are JSON: "connection" an object, "domains" and "networks" lists of objects, "capabilities"
an object with `xml`, and all others objects by the UUIDs in `arguments`.
What one domain did not answer is `{"absent": reason, "need": phrase}` in its place; a UUID without
an active domain is left out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
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
Done = dict[str, Any]
"""What is known so far, by UUID; a domain is marked as timed out before it is asked."""


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
        states: dict[Request, Done] = {request: {} for request in requests}
        calls = {
            request: self._start(request, states[request], 0)
            for request in requests
            if request.what not in _AFTERWARDS
        }
        afterwards = [request for request in requests if request.what in _AFTERWARDS]
        answers: dict[Request, Answer] = {}
        for attempt in range(_ATTEMPTS):
            left = until - time.monotonic()
            end = until if attempt == _ATTEMPTS - 1 else time.monotonic() + left / 2
            for request in (*calls, *afterwards):
                if request not in calls:
                    calls[request] = self._start(request, states[request], 0)
                answers[request] = _result(calls[request], end)
                if answers[request] is SLOW:
                    self._connections.retire(_name(request.what, attempt))
            afterwards = []
            calls = {
                request: self._start(request, states[request], attempt + 1)
                for request in calls
                if answers[request] is SLOW and attempt < _ATTEMPTS - 1
            }
        for request, state in states.items():
            if answers[request] in {SLOW, BUSY} and state:
                answers[request] = _partial(request, state)
        return answers

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

    def _start(self, request: Request, done: Done, attempt: int) -> Call[str] | Absent:
        def ask() -> str:
            connection = self._connections.get(_name(request.what, attempt))
            return _encode(_CALLS[request.what](connection, request.arguments, done))

        try:
            return self._calls.start(ask)
        except TooManyAbandonedError:
            return BUSY


def _name(what: str, attempt: int) -> str:
    return f"{what} again" if attempt else what


def _result(call: Call[str] | Absent, until: float) -> Answer:
    if isinstance(call, Absent):
        return call
    try:
        return Raw(call.result(until), time.monotonic())
    except TimeoutError:
        return SLOW
    except Exception as error:  # noqa: BLE001 - libvirtError cannot be named before the import
        return absent_of(error)


def _partial(request: Request, done: Done) -> Raw:
    """Return what came before the time was up; the rest is marked as timed out."""
    known = dict(done)
    for uuid in request.arguments:
        known.setdefault(uuid, _mark(SLOW))
    return Raw(
        _encode(list(known.values()) if request.what == "domains" else known), time.monotonic()
    )


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
        domains = [one for one in domains if not known.get(one.UUIDString(), {}).get("block.count")]
        if not domains:
            break
        time.sleep(_BUSY_SECONDS)
    return known


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
