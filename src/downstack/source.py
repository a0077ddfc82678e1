"""Where evidence comes from: a batch of requests in, raw text or its absence out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Protocol

from downstack.model import Absent, Reason


class Way(StrEnum):
    """How a request is answered."""

    FILE = "file"
    """`what` is a path; the answer is its text."""
    GLOB = "glob"
    """`what` is a pattern; the answer lists the paths, and each file is answered as a FILE.
    With `arguments`, only files whose text contains the first argument."""
    LINK = "link"
    """`what` is a symbolic link; the answer is where it points."""
    SPACE = "space"
    """`what` is a path; the answer is JSON of statvfs(3) and the mount that holds it."""
    COMMAND = "command"
    """`what` is an allow-listed read-only command line; the answer is its standard output."""
    CEPH = "ceph"
    """`what` is an allow-listed command of a Ceph cluster; the answer is its JSON. `metrics` is
    answered by the text of its manager's Prometheus module."""
    KUBERNETES = "kubernetes"
    """`what` is a path of the API server that is read by GET; the answer is its JSON, with the
    server's clock in `date`. `/readyz` is answered as JSON of `status`, `seconds` and `text`."""
    KUBELET = "kubelet"
    """`what` is address and port of a node's kubelet and an allowed path of it, read by GET; the
    answer is its JSON, with the node's clock in `date`."""
    LIBVIRT = "libvirt"
    """`what` is a call of the read-only connection; the answer is JSON."""
    AGENT = "agent"
    """`what` is a domain UUID, `arguments` an allow-listed guest agent command."""
    QMP = "qmp"
    """`what` is the monitor socket of a plain QEMU, `arguments` an allow-listed command."""


@dataclass(frozen=True, slots=True, order=True)
class Request:
    """One question to the outside, small enough to be recorded and replayed."""

    way: Way
    what: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Raw:
    """The text of one answer and the time it was read, in seconds of a monotonic clock."""

    text: str
    at: float


Answer = Raw | Absent


class Source(Protocol):
    """Something that can be asked; it never raises for a single failed request."""

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer every request within *deadline* seconds, in one round trip where possible.

        A GLOB is answered by the sorted paths, one a line, and adds a FILE answer for each path.
        """


class Answers:
    """The answers of one round, as collectors read them."""

    __slots__ = ("_answers",)

    def __init__(self, answers: Mapping[Request, Answer]) -> None:
        self._answers = answers

    def raw(self, request: Request) -> Answer:
        """Return the answer, or Absent(NOT_ASKED)."""
        return self._answers.get(request, Absent(Reason.NOT_ASKED))

    def text(self, request: Request) -> str | Absent:
        """Return the text of an answer, or why there is none."""
        answer = self.raw(request)
        return answer if isinstance(answer, Absent) else answer.text

    def file(self, path: str) -> str | Absent:
        """Return the text of a file, or why there is none."""
        return self.text(Request(Way.FILE, path))

    def files(self, pattern: str) -> dict[str, Raw]:
        """Return the readable files of a GLOB by path, sorted."""
        found = {
            request.what: answer
            for request, answer in self._answers.items()
            if request.way is Way.FILE
            and isinstance(answer, Raw)
            and request.what.count("/") == pattern.count("/")
            and fnmatchcase(request.what, pattern)
        }
        return dict(sorted(found.items()))
