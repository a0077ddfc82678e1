"""What libvirt knows of disks that fail or are copied; only of domains whose QEMU answers."""

from __future__ import annotations

import threading
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary
from xml.etree.ElementTree import fromstring

from downstack.sources.libvirt_connection import library

Done = dict[str, Any]
_PATHS = ("file", "dev", "dir", "name", "volume")


def disk_states(domain: Any) -> Done:
    """Return `errors` and `jobs` of the disks, by target.

    An error is what a disk stands still on: 1 any, 2 out of space. An empty job means none.
    """
    jobs = {target: domain.blockJobInfo(target) or {} for target, _, _ in _disks(domain)}
    return {"errors": domain.diskErrors() or {}, "jobs": jobs}


class _Listener:
    """Counts the failed requests that QEMU reports on one connection, by domain and alias."""

    def __init__(self, connection: Any) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, dict[str, int]] = {}
        self._connection = connection
        binding: Any = library()
        event = binding.VIR_DOMAIN_EVENT_ID_IO_ERROR
        connection.domainEventRegisterAny(None, event, self._note, None)

    def _note(self, *event: Any) -> None:
        """Take one event: connection, domain, path, alias, action, nothing."""
        domain, alias = event[1], event[3]
        with self._lock:
            counts = self._counts.setdefault(domain.UUIDString(), {})
            counts[alias] = counts.get(alias, 0) + 1

    def counts(self, domain: Any) -> Done:
        """Return the failed requests of each disk since the listening began, by target.

        None for a disk without a path (an NBD export without a name): libvirt 9.0 loses its events.
        """
        with self._lock:
            known = dict(self._counts.get(domain.UUIDString(), {}))
        return {
            disk.target: known.get(disk.alias, 0) if disk.has_path else None
            for disk in _disks(domain)
        }


_listeners: WeakKeyDictionary[Any, _Listener] = WeakKeyDictionary()
_starting = threading.Lock()


def io_errors(domain: Any) -> Done:
    """Return how many requests of each disk failed since the first such question."""
    connection = domain.connect()
    with _starting:
        listener = _listeners.get(connection)
        if listener is None:
            listener = _listeners[connection] = _Listener(connection)
    return listener.counts(domain)


class _Disk(NamedTuple):
    target: str
    alias: str
    has_path: bool


def _disks(domain: Any) -> list[_Disk]:
    """Return the disks of the live definition."""
    root = fromstring(domain.XMLDesc(0))  # noqa: S314 - libvirt's own output
    found: list[_Disk] = []
    for disk in root.findall("devices/disk"):
        target, alias, source = (disk.find(tag) for tag in ("target", "alias", "source"))
        if target is not None and disk.get("device", "disk") in {"disk", "lun"}:
            name = target.get("dev", "")
            path = source is not None and any(source.get(key) for key in _PATHS)
            found.append(_Disk(name, name if alias is None else alias.get("name", name), path))
    return found
