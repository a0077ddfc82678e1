"""Connections to libvirt, and what its errors mean. The binding is imported on the first use."""

from __future__ import annotations

import importlib
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import ModuleType
from typing import Any

from downstack.model import Absent, Reason

NOT_INSTALLED = Absent(Reason.MISSING, "pip install 'downstack[libvirt]'")
SLOW = Absent(Reason.TIMED_OUT, "libvirtd to answer in time")
BUSY = Absent(Reason.TIMED_OUT, "libvirtd to finish earlier calls of ours, which still hang")
_KEEPALIVE = (5, 3)
_CONNECTING = (
    "Failed to connect",
    "unable to connect",
    "Cannot recv data",
    "Cannot write data",
    "End of file while reading data",
    "client socket is closed",
)
"""How messages about the connection itself begin, whatever their code."""
_starting = threading.Lock()
_started: list[ModuleType] = []


def library() -> ModuleType:
    """Return the binding, with its one event loop running and its messages to stderr off.

    Errors: ImportError when libvirt-python is not installed.
    """
    with _starting:
        if not _started:
            binding = importlib.import_module("libvirt")
            binding.registerErrorHandler(lambda _context, _error: None, None)
            binding.virEventRegisterDefaultImpl()
            threading.Thread(target=_run_events, args=(binding,), daemon=True).start()
            _started.append(binding)
    importlib.import_module("libvirt")
    return _started[0]


def _run_events(binding: Any) -> None:
    while True:
        try:
            binding.virEventRunDefaultImpl()
        except binding.libvirtError:
            time.sleep(1)


class Connections:
    """Connections to one URI by name, opened when first needed and again when they died.

    A call that hangs sometimes holds up others on its connection, on our side of it: so each kind
    of call has a connection of its own, and one on which a call hangs is retired.
    """

    def __init__(self, uri: str, *, read_only: bool) -> None:
        self._uri = uri
        self._read_only = read_only
        self._open: dict[str, Any] = {}
        self._locks: dict[str, threading.Lock] = {}

    def get(self, name: str) -> Any:
        """Return the connection of that name; may take as long as the daemon likes.

        Errors: ImportError, libvirt.libvirtError.
        """
        with self._locks.setdefault(name, threading.Lock()):
            known = self._open.get(name)
            if known is None or not _lives(known):
                binding: Any = library()
                opener: Callable[[str], Any] = (
                    binding.openReadOnly if self._read_only else binding.open
                )
                known = self._open[name] = opener(self._uri)
                _keep_alive(binding, known)
            return known

    def retire(self, name: str) -> None:
        """Forget a connection on which a call hangs; it is closed when that call ends."""
        self._open.pop(name, None)
        self._locks.pop(name, None)


def _lives(connection: Any) -> bool:
    try:
        return bool(connection.isAlive())
    except library().libvirtError:
        return False


def _keep_alive(binding: Any, connection: Any) -> None:
    """Let a daemon that went away close the connection, where the driver can.

    Local drivers cannot, and say so; without it the deadlines of the calls still hold.
    """
    with suppress(binding.libvirtError):
        connection.setKeepAlive(*_KEEPALIVE)


def absent_of(error: Exception) -> Absent:
    """Say what an error of a call or of a connection means to the one who asked."""
    if isinstance(error, ImportError):
        return NOT_INSTALLED
    code = getattr(error, "get_error_code", lambda: None)()
    message = " ".join(str(error).split())
    if code is None:
        return Absent(Reason.MALFORMED, f"libvirt without an error ({message})")
    binding: Any = library()
    if code == binding.VIR_ERR_NO_CONNECT or message.startswith(_CONNECTING):
        return _unreachable(message)
    meanings = {
        binding.VIR_ERR_AUTH_FAILED: _refused(message),
        binding.VIR_ERR_AUTH_CANCELLED: _refused(message),
        binding.VIR_ERR_AUTH_UNAVAILABLE: _refused(message),
        binding.VIR_ERR_ACCESS_DENIED: _refused(message),
        binding.VIR_ERR_OPERATION_DENIED: _refused(message),
        binding.VIR_ERR_NO_DOMAIN: Absent(Reason.MISSING, "a domain that still exists"),
        binding.VIR_ERR_OPERATION_TIMEOUT: SLOW,
    }
    return meanings.get(code) or Absent(Reason.MISSING, f"libvirt to answer ({message})")


def _refused(message: str) -> Absent:
    return Absent(Reason.DENIED, f"libvirt's permission: group libvirt or polkit ({message})")


def _unreachable(message: str) -> Absent:
    if "No such file" in message:
        return Absent(Reason.MISSING, f"libvirtd running: there is no socket ({message})")
    if "refused" in message:
        return Absent(Reason.MISSING, f"libvirtd running: nobody answers ({message})")
    if "ermission denied" in message or "authentication" in message:
        return Absent(Reason.DENIED, f"access to libvirt's socket ({message})")
    if "timed out" in message:
        return Absent(Reason.TIMED_OUT, f"libvirtd to answer ({message})")
    return Absent(Reason.MISSING, f"a connection to libvirt ({message})")
