"""The lab's own way into a guest: a guest agent which only the lab talks to."""

import base64
import json
import secrets
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from lab.failure import LabError

LONGEST_PAUSE = 0.2


class GuestSilentError(LabError):
    """The guest did not answer on the lab's channel in time."""


class Outcome(NamedTuple):
    """How a command in a guest ended."""

    status: int
    out: str


class Channel:
    """The socket of the lab's agent in a guest; one connection for all of its life.

    A new connection per command would be simpler, but when a guest is paused while one ends, its
    agent does not hear the next one in a quarter of the cases.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: socket.socket | None = None
        self._received = b""

    def close(self) -> None:
        """Drop the connection: the guest's QEMU has ended."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._received = b""

    def sh(self, command: str, seconds: float) -> Outcome:
        """Run a shell command in the guest and wait for its end."""
        deadline = time.monotonic() + seconds
        try:
            self._synchronise(deadline)
            return self._run(command, deadline)
        except (OSError, GuestSilentError) as error:
            raise GuestSilentError(f"{command!r}, within {seconds:g} s: {error}") from error

    def _connected(self, deadline: float) -> socket.socket:
        if self._connection is None:
            self._connection = socket.socket(socket.AF_UNIX)
            self._connection.connect(str(self._path))
        self._connection.settimeout(max(deadline - time.monotonic(), 0.001))
        return self._connection

    def _send(self, command: str, arguments: Mapping[str, object], deadline: float) -> None:
        request = json.dumps({"execute": command, "arguments": dict(arguments)})
        self._connected(deadline).sendall(request.encode() + b"\n")

    def _receive(self, deadline: float) -> Any:
        while b"\n" not in self._received:
            chunk = self._connected(deadline).recv(65536)
            if not chunk:
                self.close()
                raise GuestSilentError("the channel was closed")
            self._received += chunk
        line, _, self._received = self._received.partition(b"\n")
        return json.loads(line.rpartition(b"\xff")[2])

    def _synchronise(self, deadline: float) -> None:
        """Throw away what an earlier, abandoned command left in the channel."""
        number = secrets.randbelow(2**31)
        self._connected(deadline).sendall(b"\xff")  # ends a cut request; answered by an error
        self._send("guest-sync-delimited", {"id": number}, deadline)
        while self._receive(deadline).get("return") != number:
            continue

    def _ask(self, command: str, arguments: Mapping[str, object], deadline: float) -> Any:
        self._send(command, arguments, deadline)
        answer = self._receive(deadline)
        if "error" in answer:
            raise GuestSilentError(f"{command}: {answer['error']['desc']}")
        return answer["return"]

    def _run(self, command: str, deadline: float) -> Outcome:
        arguments = {"path": "/bin/sh", "arg": ["-c", f"({command}) 2>&1"], "capture-output": True}
        started = self._ask("guest-exec", arguments, deadline)
        pause = 0.01
        while True:
            state = self._ask("guest-exec-status", started, deadline)
            if state["exited"]:
                out = base64.b64decode(state.get("out-data", "")).decode(errors="replace")
                return Outcome(state.get("exitcode", 128 + state.get("signal", 0)), out)
            if time.monotonic() > deadline:
                raise GuestSilentError("it has not ended")
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
