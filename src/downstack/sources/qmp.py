"""The monitor socket of a plain QEMU; one client at a time, so we are gone within 200 ms."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request
from downstack.sources.calls import Calls, Turns, work_off

ALLOWED = frozenset({"query-status", "query-name", "query-version"})
_SECONDS = 0.2
_CAP = 1 << 16
_WIDTH = 16
_OF_LIBVIRT = ("/var/lib/libvirt/", "/run/libvirt/", "/var/run/libvirt/")
_LATE = Absent(Reason.TIMED_OUT, "the monitor socket: it is busy or hung")
_ERRORS: tuple[tuple[type[OSError], Absent], ...] = (
    (TimeoutError, _LATE),
    (BlockingIOError, _LATE),
    (FileNotFoundError, Absent(Reason.MISSING, "a monitor socket (-qmp unix:PATH,server,nowait)")),
    (ConnectionRefusedError, Absent(Reason.MISSING, "a QEMU that listens on its monitor socket")),
    (PermissionError, Absent(Reason.DENIED, "root on the host")),
)


class Qmp:
    """Answers QMP requests with the JSON of what the command returns.

    Errors: ValueError for a command that is not allowed.
    """

    def __init__(self, seconds: float = _SECONDS) -> None:
        self._seconds = seconds
        self._calls = Calls(2 * _WIDTH)

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Ask each socket once for all its commands, different sockets at the same time."""
        sockets: dict[str, list[Request]] = {}
        for request in requests:
            if len(request.arguments) != 1 or request.arguments[0] not in ALLOWED:
                raise ValueError(f"{request.arguments} is not an allowed monitor command")
            sockets.setdefault(request.what, []).append(request)
        answers: dict[Request, Answer] = dict.fromkeys(requests, _LATE)
        turns = Turns(_WIDTH, time.monotonic() + deadline)
        work_off(self._calls, sockets.items(), partial(self._answer, answers), turns)
        return dict(answers)

    def _answer(self, answers: dict[Request, Answer], asked: tuple[str, list[Request]]) -> None:
        answers.update(self._ask(*asked))

    def _ask(self, path: str, batch: list[Request]) -> dict[Request, Answer]:
        if path.startswith(_OF_LIBVIRT):
            owned = Absent(
                Reason.NOT_APPLICABLE, "the libvirt connection: the monitor is libvirt's"
            )
            return dict.fromkeys(batch, owned)
        answers: dict[Request, Answer] = {}
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as monitor:
                monitor.settimeout(self._seconds)
                monitor.connect(path)
                replies = _replies(monitor, time.monotonic() + self._seconds)
                if next(replies, None) is None:
                    return dict.fromkeys(batch, _LATE)
                _say(monitor, replies, "qmp_capabilities")
                for request in batch:
                    answers[request] = _say(monitor, replies, request.arguments[0])
        except OSError as error:
            absent = next(
                (meaning for kind, meaning in _ERRORS if isinstance(error, kind)),
                Absent(Reason.MISSING, f"the monitor socket to answer ({error.strerror})"),
            )
        except ValueError:
            absent = Absent(Reason.MALFORMED, "a monitor socket that speaks QMP")
        else:
            return answers
        return dict.fromkeys(batch, absent) | answers


def _replies(monitor: socket.socket, until: float) -> Iterator[dict[str, object]]:
    """Yield the objects that come, until the time is up or the other side closes."""
    buffer = b""
    while len(buffer) < _CAP:
        line, newline, rest = buffer.partition(b"\n")
        if newline:
            buffer = rest
            reply = json.loads(line)
            if not isinstance(reply, dict):
                raise ValueError("not an object")
            yield reply
            continue
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        monitor.settimeout(left)
        part = monitor.recv(4096)
        if not part:
            return
        buffer += part


def _say(monitor: socket.socket, replies: Iterator[dict[str, object]], command: str) -> Answer:
    monitor.sendall(json.dumps({"execute": command}).encode() + b"\n")
    for reply in replies:
        if "return" in reply:
            return Raw(json.dumps(reply["return"]), time.monotonic())
        if "error" in reply:
            return Absent(Reason.MISSING, f"a QEMU that knows {command}")
    raise ValueError("the monitor closed the connection")
