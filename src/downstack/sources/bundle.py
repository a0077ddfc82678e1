"""Answers kept in one file, and answered again from it: evidence that outlives the machine."""

from __future__ import annotations

import gzip
import math
import os
import re
import secrets
import zlib
from collections.abc import Iterable, Mapping, Sequence
from fnmatch import translate
from pathlib import Path

import msgspec

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Source, Way
from downstack.sources.pseudonyms import Pseudonyms
from downstack.sources.redact import redact

FORMAT = 1
CAP = 512 << 20
"""Bytes of a bundle once unpacked; a larger one is refused, whatever its packed size."""


class BundleError(Exception):
    """The file is not a bundle that can be read; the message says what to do."""


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What was recorded, when (ISO 8601) and how."""

    format: int = FORMAT
    downstack: str = ""
    at: str = ""
    command: str = ""
    level: int = 0
    window: float = 0.0


class _Row(msgspec.Struct, frozen=True, array_like=True):
    """One answer; `reason` is empty when there is a text."""

    way: str
    what: str
    arguments: tuple[str, ...]
    text: str
    at: float
    reason: str
    need: str


class _File(msgspec.Struct, frozen=True):
    header: Header
    rounds: list[list[_Row]]


class Recording:
    """Hands on the answers of a source without their secrets, and remembers them by round.

    With `pseudonyms`, UUIDs, MAC and IP addresses and the names of machines, of the objects of a
    cluster and of its pools and images are replaced as well, by names made with a key of this
    recording only.
    """

    def __init__(self, source: Source, *, pseudonyms: bool = False) -> None:
        self._source = source
        self._pseudonyms = Pseudonyms(secrets.token_bytes(32)) if pseudonyms else None
        self._rounds: list[dict[Request, Answer]] = []

    @property
    def guest_calls(self) -> int:
        """How many commands guest agents were asked."""
        idle = {Reason.NOT_ASKED, Reason.NOT_APPLICABLE}
        asked = (
            answer
            for answers in self._rounds
            for request, answer in answers.items()
            if request.way is Way.AGENT
        )
        return sum(not (isinstance(answer, Absent) and answer.reason in idle) for answer in asked)

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Ask the source; the answers are those that a replay will give."""
        if self._pseudonyms is None:
            answers = {
                request: _without_secrets(request, answer)
                for request, answer in self._source.read(requests, deadline).items()
            }
        else:
            real = [self._pseudonyms.reveal_request(request) for request in requests]
            found = self._source.read(real, deadline)
            clean = {request: _without_secrets(request, a) for request, a in found.items()}
            answers = self._pseudonyms.hide(clean)
        self._rounds.append(answers)
        return answers

    def write(self, path: Path, header: Header) -> None:
        """Write what was read so far, readable for the owner only; the same bytes every time."""
        answered, command = self._rounds, redact(header.command)
        if self._pseudonyms is not None:  # the first rounds may have names that the last ones told
            answered = [self._pseudonyms.hide_known(answers) for answers in answered]
            command = self._pseudonyms.hide_text(command)
        rounds = [[_row(*pair) for pair in sorted(answers.items())] for answers in answered]
        told = msgspec.structs.replace(header, command=command)
        plain = msgspec.json.encode(_File(told, rounds))
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(gzip.compress(plain, 6, mtime=0))
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise


def _without_secrets(request: Request, answer: Answer) -> Answer:
    """Redact an answer; of a cluster its source keeps nothing that could hold a secret."""
    if request.way in {Way.KUBERNETES, Way.KUBELET} and isinstance(answer, Raw):
        return answer
    if isinstance(answer, Absent):
        return Absent(answer.reason, redact(answer.need))
    return Raw(redact(answer.text), answer.at)


def _row(request: Request, answer: Answer) -> _Row:
    asked = (str(request.way), request.what, request.arguments)
    if isinstance(answer, Absent):
        return _Row(*asked, "", 0.0, str(answer.reason), answer.need)
    return _Row(*asked, answer.text, answer.at, "", "")


class Bundle:
    """Answers the n-th read of a request as it was answered the n-th time, or the last time.

    Errors: BundleError when the file cannot be read, is damaged or is no bundle.
    """

    def __init__(self, path: Path, cap: int = CAP) -> None:
        file = _decode(path, _unpack(path, cap))
        self.header = file.header
        self._rounds = [_answers(path, rows) for rows in file.rounds]
        self._at = 0
        self._given: dict[Request, int] = {}
        self._places: dict[Request, list[int]] = {}
        for number, answers in enumerate(self._rounds):
            for request in answers:
                self._places.setdefault(request, []).append(number)

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:  # noqa: ARG002 - the protocol
        """Answer from the recording; what was not asked then is NOT_ASKED."""
        answers: dict[Request, Answer] = {}
        for request in requests:
            number = self._round_of(request)
            if number is None:
                answers[request] = Absent(Reason.NOT_ASKED, "a bundle that has it")
                continue
            answers[request] = self._rounds[number][request]
            if request.way is Way.GLOB:
                for path in self._found_by(request, number):
                    answers.setdefault(path, self._rounds[number][path])
        for request in answers:
            self._given[request] = self._given.get(request, 0) + 1
        return answers

    def _round_of(self, request: Request) -> int | None:
        places = self._places.get(request)
        if places is None:
            return None
        return places[min(self._given.get(request, 0), len(places) - 1)]

    def _found_by(self, request: Request, number: int) -> Iterable[Request]:
        """Return the files answered with a glob: those it lists and those it could not read."""
        matches = re.compile(translate(request.what)).match
        depth = request.what.count("/")
        for known in self._rounds[number]:
            if known.way is Way.FILE and known.what.count("/") == depth and matches(known.what):
                yield known


def _unpack(path: Path, cap: int) -> bytes:
    try:
        if not path.is_file():
            raise BundleError(f"{path} is not a file; give the path of a bundle")
        with gzip.open(path) as file:
            data = file.read(cap + 1)
    except (OSError, EOFError, zlib.error) as error:
        text = f"{path} is damaged or no bundle ({error}); make one with `downstack collect`"
        raise BundleError(text) from error
    if len(data) > cap:
        raise BundleError(f"{path} unpacks to more than {cap >> 20} MiB; collect it again")
    return data


def _decode(path: Path, data: bytes) -> _File:
    try:
        file = msgspec.json.decode(data, type=_File)
    except (msgspec.MsgspecError, RecursionError) as error:
        text = f"{path} is no bundle of downstack ({error}); make one with `downstack collect`"
        raise BundleError(text) from error
    if file.header.format != FORMAT:
        raise BundleError(
            f"{path} has format {file.header.format}, this downstack reads {FORMAT}; "
            "read it with the version that made it"
        )
    return file


def _answers(path: Path, rows: list[_Row]) -> dict[Request, Answer]:
    answers: dict[Request, Answer] = {}
    for row in rows:
        try:
            request = Request(Way(row.way), row.what, row.arguments)
            reason = Reason(row.reason) if row.reason else None
        except ValueError as error:
            raise BundleError(f"{path}: {error}; read it with the version that made it") from error
        if not math.isfinite(row.at):
            raise BundleError(f"{path}: an answer has no time; collect it again")
        answers[request] = Raw(row.text, row.at) if reason is None else Absent(reason, row.need)
    return answers
