"""Reads what `ssh_script` wrote, also when the connection broke in the middle."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Way
from downstack.sources.allowed import absent_of, not_installed
from downstack.sources.reading import problem_of, space_text

_KNOWN = {
    os.strerror(code): code
    for code in (
        errno.ENOENT,
        errno.ENOTDIR,
        errno.ESRCH,
        errno.ENODEV,
        errno.ENXIO,
        errno.EACCES,
        errno.EPERM,
        errno.EISDIR,
        errno.EINVAL,
        errno.EOPNOTSUPP,
        errno.EAGAIN,
    )
}
_NAMED = re.compile(r"(?:cat|head|tail|ls): .*?'?(/.*?)'?: ([^:]+)\Z")
_NO_COMMAND = 127
_TIMED_OUT = (124, 137, 143)


class Transcript:
    """The answers in what came back; `ready` says whether the script ran at all."""

    def __init__(self, data: bytes, word: str, requests: Sequence[Request], cap: int) -> None:
        self._requests = requests
        self._cap = cap
        self.answers: dict[Request, Answer] = {}
        self._found: dict[str, dict[str, Answer]] = {}
        records = _records(data, word.encode())
        self.ready = records is not None
        with suppress(ValueError, IndexError):
            self._read(iter(records or ()))

    def _read(self, records: Iterator[bytes]) -> None:
        """Walk through the records; one cut off or senseless ends the walk."""
        output = b""
        for record in records:
            kind, _, rest = record.partition(b" ")
            if kind == b"F":
                self._read_files(rest, records)
            elif kind == b"C":
                output = next(records, b"")
            elif kind == b"J":
                number, status, ended, text = rest.split(b" ", 3)
                request = self._requests[int(number)]
                self._end(request, number.decode(), int(status), (output, text, _number(ended)))
                output = b""

    def _read_files(self, header: bytes, records: Iterator[bytes]) -> None:
        uptime, *lines = header.decode("utf-8", "replace").rstrip("\n").split("\n")
        contents = [(line.partition(" "), next(records, None)) for line in lines]
        complaints = next(records, None)
        if complaints is None or complaints[:2] != b"E ":
            return
        said = complaints.decode("utf-8", "replace")[2:]
        errors, other = _errors(said)
        for (job, _, name), content in contents:
            error = errors.get(name) or (None if content else other)
            absent = error or self._too_large(name, content or b"")
            answer = absent or Raw(_text(name, content or b"", self._cap), _number(uptime.encode()))
            self._found.setdefault(job, {})[name] = answer
            if job == "-":
                self.answers[Request(Way.FILE, name)] = answer

    def _too_large(self, name: str, content: bytes) -> Absent | None:
        if len(content) <= self._cap or name.startswith("/var/log/"):
            return None
        return Absent(Reason.MALFORMED, f"a file of at most {self._cap} bytes")

    def _end(
        self, request: Request, job: str, status: int, said: tuple[bytes, bytes, float]
    ) -> None:
        output, message, at = said
        text = message.decode("utf-8", "replace")
        if request.way is Way.COMMAND:
            self.answers[request] = _command(request.what, status, output, (text, at))
        elif status in _TIMED_OUT:
            self.answers[request] = Absent(Reason.TIMED_OUT, f"{request.what} to answer")
        elif status:
            self.answers[request] = _absent(text)
        elif request.way is Way.GLOB:
            self._end_glob(request, self._found.get(job, {}), at)
        elif request.way is Way.SPACE:
            self.answers[request] = self._space(text, at)
        else:
            self.answers[request] = Raw(text, at)

    def _end_glob(self, request: Request, found: Mapping[str, Answer], at: float) -> None:
        needle = request.arguments[0] if request.arguments else ""
        listed: list[str] = []
        for name, answer in found.items():
            if isinstance(answer, Raw):
                if needle not in answer.text:
                    continue
                listed.append(name)
            elif answer.reason is Reason.MISSING:
                continue
            elif not needle:
                listed.append(name)
            self.answers.setdefault(Request(Way.FILE, name), answer)
        self.answers[request] = Raw("\n".join(sorted(listed)), at)

    def _space(self, text: str, at: float) -> Answer:
        *numbers, real = text.split(" ", 6)
        fields = ("f_frsize", "f_blocks", "f_bfree", "f_bavail", "f_files", "f_ffree")
        if len(numbers) != len(fields) or not all(number.isdigit() for number in numbers):
            return Absent(Reason.MALFORMED, f"a stat that knows -f ({text})")
        mounts = self.answers.get(Request(Way.FILE, "/proc/self/mountinfo"))
        mountinfo = mounts.text if isinstance(mounts, Raw) else ""
        space = dict(zip(fields, map(int, numbers), strict=True))
        return Raw(space_text(space, mountinfo, real), at)


def _records(data: bytes, word: bytes) -> list[bytes] | None:
    """Cut at the separator; a last record without an end may be incomplete and is left out."""
    _, ready, rest = data.partition(b"ready " + word + b"\n")
    end = rest.find(word + b"\0")
    if not ready or end < 0:
        return None
    return rest.split(rest[: end + len(word) + 1])[1:-1]


def _number(text: bytes) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _text(name: str, content: bytes, cap: int) -> str:
    if len(content) > cap and name.startswith("/var/log/"):
        content = content[-cap:].partition(b"\n")[2]
    return content.decode("utf-8", "replace")


def _errors(said: str) -> tuple[dict[str, Absent], Absent | None]:
    """Return the complaints by file, and one that names no file (busybox)."""
    named: dict[str, Absent] = {}
    other: Absent | None = None
    for line in said.splitlines():
        match = _NAMED.match(line)
        if match is not None:
            named[match[1]] = _absent(match[2])
        elif line.strip():
            other = _absent(line)
    return named, other


def _absent(message: str) -> Absent:
    """Say what a complaint of a program means, by the words of strerror(3) at its end."""
    code = _KNOWN.get(message.rpartition(": ")[2].strip())
    if code is None:
        return Absent(Reason.MALFORMED, f"an answer without an error ({message.strip()})")
    problem = problem_of(OSError(code, ""))
    return Absent(Reason(problem.reason), problem.need)


def _command(line: str, status: int, output: bytes, said: tuple[str, float]) -> Answer:
    errors, at = said
    words = tuple(line.split(" "))
    if status == _NO_COMMAND and not output:
        return not_installed(words[0])
    if status in _TIMED_OUT:
        return Absent(Reason.TIMED_OUT, f"{words[0]} to answer in time")
    text = output.decode("utf-8", "replace")
    return absent_of(words, status, text, errors) or Raw(text, at)
