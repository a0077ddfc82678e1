"""Another machine through the `ssh` program: every batch is one round trip."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Way
from downstack.sources.allowed import words_of
from downstack.sources.detached import abandon
from downstack.sources.files import CAP
from downstack.sources.reading import NOT_READ, Job, is_refused
from downstack.sources.ssh_answers import Transcript
from downstack.sources.ssh_script import script

WAYS = (Way.FILE, Way.GLOB, Way.LINK, Way.SPACE, Way.COMMAND)
_MOUNTS = Request(Way.FILE, "/proc/self/mountinfo")
_URL = re.compile(
    r"(?:ssh://)?(?:(?P<user>[A-Za-z0-9_][A-Za-z0-9_.-]*)@)?"
    r"(?:\[(?P<six>[0-9A-Fa-f:.%a-z]+)\]|(?P<host>[A-Za-z0-9_][A-Za-z0-9_.-]*))"
    r"(?::(?P<port>[0-9]{1,5}))?/?"
)
_SSH_FAILED = 255


class UnreachableError(Exception):
    """The other machine cannot be asked; the message says why and what would help."""


class Ssh:
    """Answers FILE, GLOB, LINK, SPACE and COMMAND of `ssh://user@host:port`.

    The user's own configuration of ssh holds (jump hosts, keys, names); a master connection is
    kept for a minute, so that only the first batch pays for the handshake. `transport` is what is
    run before `sh`; by default the ssh program. Times of answers are the other machine's uptime,
    after `connect` moved to our own monotonic clock, to be compared with what libvirt says.

    Errors: ValueError for a bad URL, UnreachableError from `connect`.
    """

    def __init__(self, url: str, transport: Sequence[str] | None = None, cap: int = CAP) -> None:
        self._host = url
        self._transport = tuple(_ssh_command(url) if transport is None else transport)
        self._cap = cap
        self._ahead = 0.0

    def connect(self, seconds: float) -> None:
        """Open the connection.

        Errors: UnreachableError with one line for a person.
        """
        answer = self.read((_MOUNTS,), seconds)[_MOUNTS]
        if isinstance(answer, Absent):
            raise UnreachableError(f"{self._host}: needs {answer.need}")
        self._ahead = time.monotonic() - answer.at

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer all requests with one script; what did not come in time is TIMED_OUT."""
        for request in requests:
            if request.way is Way.COMMAND:
                words_of(request.what)
        asked = [
            request
            for request in dict.fromkeys((_MOUNTS, *requests))
            if request.way in WAYS and not _is_refused(request)
        ]
        jobs = [(number, Job(str(r.way), r.what, "")) for number, r in enumerate(asked)]
        word = secrets.token_hex(16)
        text = script(jobs, self._cap, deadline)
        data, trouble = self._run(text.encode(), word, time.monotonic() + deadline)
        transcript = Transcript(data, word, asked, self._cap)
        late = Absent(Reason.TIMED_OUT, f"{self._host} to answer in time")
        missing = late if transcript.ready else trouble or late
        answers = {
            request: Raw(answer.text, answer.at + self._ahead)
            if isinstance(answer, Raw)
            else answer
            for request, answer in transcript.answers.items()
        }
        for request in requests:
            if request not in answers:
                answers[request] = missing if request in asked else _refusal(request)
        if _MOUNTS not in requests:
            answers.pop(_MOUNTS, None)
        return answers

    def _run(self, text: bytes, word: str, until: float) -> tuple[bytes, Absent | None]:
        """Return what came back, and why ssh failed if it did."""
        with tempfile.TemporaryFile() as errors:
            try:
                child = subprocess.Popen(  # noqa: S603 - ssh with a checked host, no local shell
                    (*self._transport, "sh", "-s", word),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    start_new_session=True,
                )
            except OSError:
                return b"", Absent(Reason.MISSING, "the ssh program (package openssh-client)")
            try:
                data, _ = child.communicate(text, timeout=max(0.0, until - time.monotonic()))
            except subprocess.TimeoutExpired as late:
                return late.output or b"", None
            finally:
                abandon(child)
            errors.seek(0)
            return data, _trouble(errors.read(1 << 16).decode("utf-8", "replace"), child.returncode)


def _is_refused(request: Request) -> bool:
    return request.way is Way.FILE and is_refused(request.what)


def _refusal(request: Request) -> Absent:
    if request.way not in WAYS:
        return Absent(Reason.NOT_ASKED, f"a source for {request.way}")
    return Absent(Reason.NOT_APPLICABLE, NOT_READ.need)


def _trouble(message: str, status: int) -> Absent:
    """Say why ssh has failed, by what it printed."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    said = f" ({lines[-1]})" if lines else ""
    if "Host key verification failed" in message:
        return Absent(Reason.DENIED, f"the host's key in known_hosts{said}")
    if "ermission denied" in message or "Too many authentication failures" in message:
        return Absent(Reason.DENIED, f"a key that logs in without a password{said}")
    if "timed out" in message:
        return Absent(Reason.TIMED_OUT, f"the host to answer on its ssh port{said}")
    if status == _SSH_FAILED:
        return Absent(Reason.MISSING, f"the host reachable by ssh{said}")
    return Absent(Reason.MISSING, f"a POSIX shell and /proc on the host{said}")


def _ssh_command(url: str) -> tuple[str, ...]:
    match = _URL.fullmatch(url)
    if match is None:
        raise ValueError(f"{url!r} is not ssh://[user@]host[:port]")
    options = ["BatchMode=yes", "ConnectTimeout=8", *_master()]
    return (
        "ssh",
        "-T",
        *(word for option in options for word in ("-o", option)),
        *(("-l", match["user"]) if match["user"] else ()),
        *(("-p", match["port"]) if match["port"] else ()),
        "--",
        match["six"] or match["host"],
    )


def _master() -> tuple[str, ...]:
    """Return the options of a shared connection, if there is a private place for its socket."""
    for folder in (Path(f"/run/user/{os.getuid()}"), Path.home() / ".ssh"):
        if folder.is_dir():
            path = f"ControlPath={folder}/downstack-%C"
            return ("ControlMaster=auto", path, "ControlPersist=60")
    return ()
