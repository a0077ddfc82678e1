"""The guest agent through libvirt; only with `--guest`, for it taints the domain.

The pass-through needs a read-write connection and marks the domain `custom-ga-command`. The list
only has commands that read; none freezes, runs, writes or reads a file of the guest.
"""

from __future__ import annotations

import importlib
import json
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request
from downstack.sources.calls import Calls, Turns, work_off
from downstack.sources.libvirt_connection import BUSY, Connections, absent_of, library

ALLOWED = frozenset(
    {
        "guest-ping",
        "guest-info",
        "guest-get-cpustats",
        "guest-get-diskstats",
        "guest-get-fsinfo",
        "guest-get-osinfo",
        "guest-get-time",
        "guest-get-memory-block-info",
        "guest-network-get-interfaces",
        "guest-fsfreeze-status",
    }
)
NOT_RUNNING = Absent(Reason.MISSING, "qemu-guest-agent running in the guest")
NOT_CONFIGURED = Absent(Reason.NOT_APPLICABLE, "a guest agent channel in the domain XML")
NOT_RESPONDING = Absent(Reason.TIMED_OUT, "the guest agent to answer in time")
NOT_ACTIVE = Absent(Reason.NOT_APPLICABLE, "a running domain")
_OF_THE_GUEST = (NOT_RUNNING, NOT_CONFIGURED, NOT_RESPONDING, NOT_ACTIVE)
"""What holds for every further command of the guest."""
OVER_BUDGET = Absent(Reason.NOT_ASKED, "a larger budget for the guest agent")


@dataclass(frozen=True, slots=True)
class Budget:
    """How much may be asked: calls and seconds for one guest, and guests at one time."""

    calls: int = 24
    seconds: float = 6.0
    guests: int = 8


class GuestAgent:
    """Asks guests at the same time, each one command after the other; `calls` counts them.

    A guest that does not answer one command is asked no further one in that read.

    Errors: ValueError for a command that is not allowed.
    """

    def __init__(self, uri: str = "qemu:///system", budget: Budget | None = None) -> None:
        self._connections = Connections(uri, read_only=False)
        self._budget = budget or Budget()
        self._spent: dict[str, tuple[int, float]] = {}
        self._threads = Calls(2 * self._budget.guests)
        self._lock = threading.Lock()

    @property
    def calls(self) -> int:
        """How many commands were tried, answered or not."""
        with self._lock:
            return sum(calls for calls, _ in self._spent.values())

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer with the JSON of what each command returns."""
        until = time.monotonic() + deadline
        guests: dict[str, list[Request]] = {}
        for request in requests:
            if len(request.arguments) != 1 or request.arguments[0] not in ALLOWED:
                raise ValueError(f"{request.arguments} is not an allowed guest agent command")
            guests.setdefault(request.what, []).append(request)
        answers: dict[Request, Answer] = dict.fromkeys(requests, NOT_RESPONDING)
        ask = partial(self._ask_guest, answers, until)
        turns = Turns(self._budget.guests, until)
        if not work_off(self._threads, guests.values(), ask, turns):
            return dict.fromkeys(requests, BUSY)
        return dict(answers)

    def _ask_guest(
        self, answers: dict[Request, Answer], until: float, batch: list[Request]
    ) -> None:
        try:
            domain = self._connections.get(batch[0].what).lookupByUUIDString(batch[0].what)
        except Exception as error:  # noqa: BLE001 - libvirtError cannot be named before the import
            answers.update(dict.fromkeys(batch, absent_of(error)))
            return
        for number, request in enumerate(batch):
            answers[request] = answer = self._ask(domain, request, until)
            if isinstance(answer, Absent) and answer in _OF_THE_GUEST:
                answers.update(dict.fromkeys(batch[number:], answer))
                return

    def _ask(self, domain: Any, request: Request, until: float) -> Answer:
        """Send one command within what is left of the guest's budget."""
        begin = time.monotonic()
        with self._lock:
            calls, seconds = self._spent.get(request.what, (0, 0.0))
            if calls >= self._budget.calls or seconds >= self._budget.seconds:
                return OVER_BUDGET
            self._spent[request.what] = (calls + 1, seconds)
        left = min(self._budget.seconds - seconds, until - begin)
        try:
            text = _send(domain, request.arguments[0], max(1, int(left)))
        except Exception as error:  # noqa: BLE001 - libvirtError cannot be named before the import
            return _meaning(error, request.arguments[0])
        finally:
            with self._lock:
                self._spent[request.what] = (calls + 1, seconds + time.monotonic() - begin)
        return Raw(text, time.monotonic())


def _send(domain: Any, command: str, seconds: int) -> str:
    binding: Any = importlib.import_module("libvirt_qemu")
    reply = binding.qemuAgentCommand(domain, json.dumps({"execute": command}), seconds, 0)
    return json.dumps(json.loads(reply)["return"], separators=(",", ":"))


def _meaning(error: Exception, command: str) -> Absent:
    """Say what a refusal of libvirt or of the agent means."""
    code = getattr(error, "get_error_code", lambda: None)()
    if code is None:
        return Absent(Reason.MALFORMED, f"a guest agent that answers {command} with JSON")
    binding: Any = library()
    message = " ".join(str(error).split())
    if code == binding.VIR_ERR_AGENT_UNRESPONSIVE:
        return NOT_RUNNING if "not connected" in message else NOT_RESPONDING
    if "has not been found" in message:
        return Absent(Reason.MISSING, f"a newer qemu-guest-agent (no {command})")
    if "has been disabled" in message:
        return Absent(Reason.DENIED, f"the guest agent to allow {command}: {message}")
    known = {
        binding.VIR_ERR_ARGUMENT_UNSUPPORTED: NOT_CONFIGURED,
        binding.VIR_ERR_OPERATION_INVALID: NOT_ACTIVE,
        binding.VIR_ERR_AGENT_UNSYNCED: NOT_RESPONDING,
        getattr(binding, "VIR_ERR_AGENT_COMMAND_TIMEOUT", None): NOT_RESPONDING,
    }
    return known.get(code) or absent_of(error)
