"""A Ceph cluster through librados: the binding of the distribution, where there is one."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Source
from downstack.sources import ceph_probe
from downstack.sources.calls import Call, Calls, TooManyAbandonedError
from downstack.sources.ceph_commands import (
    CLIENT_WORD,
    CONF_WORD,
    PATIENCE,
    command_of,
    pool_of,
)

CONF = "/etc/ceph/ceph.conf"
CLIENT = "client.admin"
_FOLDERS = ("/usr/lib/python3/dist-packages", "/usr/lib64/python3/site-packages")
"""Where a distribution keeps its binding, which no virtual environment sees."""
_OPEN = 16
"""Calls that may hang at the same time."""
_ABSENT = {
    "PermissionDeniedError": Reason.DENIED,
    "PermissionError": Reason.DENIED,
    "ObjectNotFound": Reason.MISSING,
    "TimedOut": Reason.TIMED_OUT,
}


@dataclass(frozen=True, slots=True)
class Access:
    """Which cluster, and as whom: as `ceph --conf --name` has it.

    Errors: ValueError for a path that is not absolute and plain, or a name that is no client's.
    """

    conf: str = ""
    client: str = CLIENT

    def __post_init__(self) -> None:
        if self.conf and not re.fullmatch(CONF_WORD, self.conf):
            raise ValueError(f"--ceph-conf takes a path without blanks, not {self.conf!r}")
        if not re.fullmatch(CLIENT_WORD, self.client):
            raise ValueError(f"--ceph-name takes client.NAME, not {self.client!r}")

    @property
    def path(self) -> str:
        """The configuration file."""
        return self.conf or CONF


def binding() -> ModuleType | None:
    """Return librados' Python binding, or None where this Python has none."""
    spec = PathFinder.find_spec("rados") or PathFinder.find_spec("rados", _FOLDERS)
    if spec is None or spec.loader is None:
        return None
    module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except ImportError:
        return None  # made for another Python
    return module


class Ceph:
    """Asks the monitors, the manager and, by probes, the OSDs; each question in a thread.

    Without the binding *instead* answers.

    Errors: ValueError for a command that is not allowed.
    """

    def __init__(self, access: Access, instead: Source) -> None:
        self._access = access
        self._instead = instead
        self._rados: ModuleType | None = None
        self._calls = Calls(_OPEN)
        self._cluster: Any = None
        self._pools: dict[str, Any] = {}
        self._lock = threading.Lock()

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer with the JSON of each command; one that is late is left behind."""
        trouble = _trouble_of(self._access)
        if trouble is not None:
            return dict.fromkeys(requests, trouble)
        self._rados = self._rados or binding()
        if self._rados is None:
            return self._instead.read(requests, deadline)
        until = time.monotonic() + deadline
        started: list[tuple[Request, Call[Answer] | None]] = [
            (request, self._start(request, until)) for request in dict.fromkeys(requests)
        ]
        error = self._rados.Error
        return {request: self._result(call, until, error) for request, call in started}

    def _start(self, request: Request, until: float) -> Call[Answer] | None:
        pool = pool_of(request.what)
        if not pool:
            command_of(request.what)
        asked = partial(self._probe, pool, until) if pool else partial(self._ask, request.what)
        try:
            return self._calls.start(asked)
        except TooManyAbandonedError:
            return None

    def _result(self, call: Call[Answer] | None, until: float, failure: type[Exception]) -> Answer:
        late = Absent(Reason.TIMED_OUT, "Ceph to answer in time")
        try:
            return call.result(until) if call else late
        except TimeoutError:
            return late
        except failure as error:
            return self._absent_of(error)
        except (KeyError, TypeError, ValueError):
            return Absent(Reason.MALFORMED, "JSON of ceph")

    def _connected(self, rados: Any) -> Any:
        with self._lock:
            if self._cluster is None:
                seconds = str(int(PATIENCE))
                cluster = rados.Rados(
                    conffile=self._access.path,
                    name=self._access.client,
                    conf={"client_mount_timeout": seconds, "rados_mon_op_timeout": seconds},
                )
                cluster.connect()
                self._cluster = cluster
            return self._cluster

    def _ask(self, line: str) -> Answer:
        command = command_of(line)
        cluster = self._connected(self._rados)
        words = json.dumps({**command.fields, "format": "json"})
        ask = cluster.mgr_command if command.manager else cluster.mon_command
        status, output, message = ask(words, b"")
        if status:
            return _refused(line, status, message, self._access)
        return Raw(output.decode("utf-8", "replace"), time.monotonic())

    def _probe(self, pool: str, until: float) -> Answer:
        cluster = self._connected(self._rados)
        mapped = {}
        for number in range(ceph_probe.NAMES):
            name = f"downstack.probe.{number}"
            words = {"prefix": "osd map", "pool": pool, "object": name, "format": "json"}
            status, output, message = cluster.mon_command(json.dumps(words), b"")
            if status:
                return _refused(f"osd map {pool}", status, message, self._access)
            place = json.loads(output)
            if place["acting_primary"] >= 0:
                mapped[name] = (place["acting_primary"], place["pgid"])
        left = until - time.monotonic()
        chosen = ceph_probe.draw(mapped)
        text = ceph_probe.ask(self._opened(pool), chosen, until - left * ceph_probe.TAIL)
        return Raw(text, time.monotonic())

    def _opened(self, pool: str) -> Any:
        """Return a pool that stays open: an answer that comes after its end kills the process."""
        cluster = self._connected(self._rados)
        with self._lock:
            if pool not in self._pools:
                self._pools[pool] = cluster.open_ioctx(pool)
            return self._pools[pool]

    def _absent_of(self, error: Exception) -> Absent:
        reason = _ABSENT.get(type(error).__name__, Reason.MISSING)
        if reason is Reason.TIMED_OUT:
            return Absent(reason, "a monitor to answer in time")
        need = f"a keyring of {self._access.client} ({self._access.path}): {error}"
        return Absent(reason, need)


def _trouble_of(access: Access) -> Absent | None:
    """Return why the configuration cannot be used; librados ends the process on what is no text.

    It asserts that every character is ASCII (16.2), even in a comment.
    """
    try:
        content = Path(access.path).read_bytes()
    except FileNotFoundError:
        if access.conf:
            return Absent(Reason.MISSING, f"{access.conf} to be there")
        return Absent(Reason.NOT_ASKED, "ceph.conf and a keyring (--ceph-conf, --ceph-name)")
    except PermissionError:
        return Absent(Reason.DENIED, f"the right to read {access.path}")
    except OSError as error:
        return Absent(Reason.MISSING, f"{access.path} as a file ({error.strerror})")
    if not content.isascii():
        return Absent(Reason.MALFORMED, f"{access.path} in ASCII, in its comments too")
    return None


def _refused(line: str, status: int, message: str, access: Access) -> Absent:
    if abs(status) in {1, 13}:
        return Absent(Reason.DENIED, f"rights of {access.client} for 'ceph {line}' ({message})")
    if abs(status) == 110:  # noqa: PLR2004 - ETIMEDOUT
        return Absent(Reason.TIMED_OUT, "Ceph to answer in time")
    return Absent(Reason.MISSING, f"'ceph {line}' to answer ({message or status})")
