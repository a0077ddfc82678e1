"""The lab's own way into a guest: a guest agent which only the lab talks to."""

import base64
import json
import secrets
import socket
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

LONGEST_PAUSE = 0.2


class GuestSilentError(Exception):
    """The guest did not answer on the lab's channel in time."""


class Outcome(NamedTuple):
    """How a command in a guest ended."""

    status: int
    out: str


class _Talk:
    """One connection to the agent, with one deadline."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self._connection = connection
        self._lines = connection.makefile("rb")
        self._deadline = deadline

    def _send(self, command: str, arguments: Mapping[str, object]) -> None:
        request = json.dumps({"execute": command, "arguments": dict(arguments)})
        self._connection.settimeout(max(self._deadline - time.monotonic(), 0.001))
        self._connection.sendall(request.encode() + b"\n")

    def _receive(self) -> Any:
        self._connection.settimeout(max(self._deadline - time.monotonic(), 0.001))
        line = self._lines.readline()
        if not line:
            raise GuestSilentError("the channel was closed")
        return json.loads(line.rpartition(b"\xff")[2])

    def synchronise(self) -> None:
        """Throw away what an earlier, abandoned talk left in the channel."""
        number = secrets.randbelow(2**31)
        self._connection.sendall(b"\xff")  # ends a request that was cut; answered by an error
        self._send("guest-sync-delimited", {"id": number})
        while self._receive().get("return") != number:
            continue

    def ask(self, command: str, arguments: Mapping[str, object]) -> Any:
        """Send a command and return its answer."""
        self._send(command, arguments)
        answer = self._receive()
        if "error" in answer:
            raise GuestSilentError(f"{command}: {answer['error']['desc']}")
        return answer["return"]

    def sh(self, command: str) -> Outcome:
        """Run a shell command and wait for its end."""
        arguments = {"path": "/bin/sh", "arg": ["-c", f"({command}) 2>&1"], "capture-output": True}
        started = self.ask("guest-exec", arguments)
        pause = 0.01
        while True:
            state = self.ask("guest-exec-status", started)
            if state["exited"]:
                out = base64.b64decode(state.get("out-data", "")).decode(errors="replace")
                return Outcome(state.get("exitcode", 128 + state.get("signal", 0)), out)
            if time.monotonic() > self._deadline:
                raise GuestSilentError("it has not ended")
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


class Channel:
    """The socket of the lab's agent in a guest."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def sh(self, command: str, seconds: float) -> Outcome:
        """Run a shell command in the guest and wait for its end."""
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(seconds)
                connection.connect(str(self._path))
                talk = _Talk(connection, time.monotonic() + seconds)
                talk.synchronise()
                return talk.sh(command)
        except (OSError, GuestSilentError) as error:
            raise GuestSilentError(f"{command!r}, within {seconds:g} s: {error}") from error
