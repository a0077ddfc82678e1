"""The files of this machine: FILE, GLOB, LINK and SPACE."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from downstack.model import Absent, Reason
from downstack.source import Answer, Raw, Request, Way
from downstack.sources.detached import Detached
from downstack.sources.reading import ANSWERS_ALWAYS, Job, Limits, Line, answer, mount_of, read_file

WAYS = (Way.FILE, Way.GLOB, Way.LINK, Way.SPACE)
CAP = 8 << 20
_TAKES_MMAP_LOCK = re.compile(
    r"/proc/[^/]+/(?:task/[^/]+/)?(?:cmdline|maps|smaps|smaps_rollup|numa_maps|auxv|exe)\Z"
)


class Files:
    """The files below *root*; whatever could hang is read by a child that may be abandoned.

    Errors: ValueError when *root* is not a directory.
    """

    def __init__(self, root: str = "/", cap: int = CAP, detached: Detached | None = None) -> None:
        if not Path(root).is_dir():
            raise ValueError(f"{root} is not a directory")
        self._base = root.rstrip("/")
        self._cap = cap
        self._detached = detached or Detached()

    def read(self, requests: Sequence[Request], deadline: float) -> Mapping[Request, Answer]:
        """Answer FILE, GLOB, LINK and SPACE; a file that does not answer is TIMED_OUT."""
        limits = Limits(self._base, self._cap, time.monotonic() + deadline)
        ours = [request for request in dict.fromkeys(requests) if request.way in WAYS]
        jobs = [(number, _job(request)) for number, request in enumerate(ours)]
        risky = [job for job in jobs if self._may_hang(job[1])]
        lines: list[Line] = []
        helper = threading.Thread(
            target=lambda: lines.extend(self._detached.run(risky, limits)), daemon=True
        )
        if risky:
            helper.start()
        safe = [job for job in jobs if not self._may_hang(job[1])]
        answers = _answers(_read_here(safe, limits), ours)
        if risky:
            helper.join(max(0.0, limits.until - time.monotonic()) + 1)
            answers.update(_answers(tuple(lines), ours))
        for request in requests:
            if request not in answers:
                answers[request] = self._silent(request)
        return answers

    def _may_hang(self, job: Job) -> bool:
        if self._base:
            return False
        if job.way == Way.SPACE or not ANSWERS_ALWAYS.match(job.what):
            return True
        return _TAKES_MMAP_LOCK.match(job.what) is not None

    def _silent(self, request: Request) -> Absent:
        if request.way not in WAYS:
            return Absent(Reason.NOT_ASKED, f"a source for {request.way}")
        mounts = read_file("/proc/self/mountinfo", Limits(self._base, self._cap, 0.0))
        mount = mount_of(mounts, request.what) if isinstance(mounts, str) else None
        if mount is None or request.what.startswith(("/proc/", "/sys/")):
            return Absent(Reason.TIMED_OUT, f"{request.what} to answer")
        return Absent(Reason.TIMED_OUT, f"{mount['source']} on {mount['point']} to answer")


def _job(request: Request) -> Job:
    needle = request.arguments[0] if request.arguments else ""
    return Job(str(request.way), request.what, needle)


def _read_here(jobs: Sequence[tuple[int, Job]], limits: Limits) -> Iterable[Line]:
    for number, job in jobs:
        if time.monotonic() > limits.until:
            return
        yield from answer(number, job, limits)


def _answers(lines: Iterable[Line], requests: Sequence[Request]) -> dict[Request, Answer]:
    """Turn lines into answers; a file that a glob found does not overrule its own request."""
    answers: dict[Request, Answer] = {}
    for line in lines:
        absent = Absent(Reason(line.reason), line.need) if line.reason else None
        found = absent or Raw(line.text, line.at)
        if line.last:
            answers[requests[line.job]] = found
        else:
            answers.setdefault(Request(Way.FILE, line.what), found)
    return answers
