"""A child that reads what may hang, so that only the child hangs."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence

from downstack.sources import reading
from downstack.sources.reading import Job, Limits, Line

_PROGRAM = (sys.executable, "-I", "-S", reading.__file__)
_abandoned: list[subprocess.Popen[bytes]] = []
"""Killed children that the kernel has not let go (state D); kept, so that none is waited for."""


class Detached:
    """Runs jobs in children; a job that stalls costs its child, and the next child goes on.

    `limit` caps the children that were abandoned and still hang, over the whole process.
    """

    def __init__(self, program: Sequence[str] = _PROGRAM, limit: int = 4) -> None:
        self._program = tuple(program)
        self._limit = limit

    def run(self, jobs: Sequence[tuple[int, Job]], limits: Limits) -> Iterable[Line]:
        """Yield the lines of *jobs*; a job without a last line has stalled or was not reached."""
        waiting = list(jobs)
        while waiting and time.monotonic() < limits.until and hanging() < self._limit:
            done: set[int] = set()
            for line in self._run_child(waiting, limits):
                if line.last:
                    done.add(line.job)
                yield line
            waiting = [job for job in waiting if job[0] not in done][1:]

    def _run_child(self, jobs: list[tuple[int, Job]], limits: Limits) -> Iterable[Line]:
        try:
            child = subprocess.Popen(  # noqa: S603 - our own interpreter and our own file
                self._program,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            return
        try:
            _send(child, json.dumps([limits, jobs]).encode())
            yield from _lines_of(child, limits.until)
        finally:
            abandon(child)


def _send(child: subprocess.Popen[bytes], message: bytes) -> None:
    if child.stdin is None:
        return
    try:
        child.stdin.write(message)
        child.stdin.close()
    except BrokenPipeError:
        return


def _lines_of(child: subprocess.Popen[bytes], until: float) -> Iterable[Line]:
    """Yield lines until the child ends, is silent for half the time left, or time is up."""
    if child.stdout is None:
        return
    handle, rest = child.stdout.fileno(), b""
    while (left := until - time.monotonic()) > 0:
        ready, _, _ = select.select([handle], [], [], left / 2)
        data = os.read(handle, 1 << 20) if ready else b""
        if not data:
            return
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            yield Line(*json.loads(line))


def abandon(child: subprocess.Popen[bytes]) -> None:
    """Kill *child* and its session if it still runs, without waiting more than a moment."""
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe is not None:
            pipe.close()
    if child.poll() is not None:
        return
    os.killpg(child.pid, signal.SIGKILL)
    try:
        child.wait(0.05)
    except subprocess.TimeoutExpired:
        _abandoned.append(child)


def hanging() -> int:
    """Return how many abandoned children the kernel still holds."""
    _abandoned[:] = [child for child in _abandoned if child.poll() is None]
    return len(_abandoned)
