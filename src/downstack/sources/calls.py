"""Calls that may never return, each in a daemon thread with a deadline."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


class TooManyAbandonedError(Exception):
    """So many earlier calls still hang that no further one may be risked."""


@dataclass(slots=True)
class Call(Generic[T]):
    """One call under way: its result or error is there once `ended` is set."""

    ended: threading.Event = field(default_factory=threading.Event)
    results: list[T] = field(default_factory=list)
    errors: list[Exception] = field(default_factory=list)

    def result(self, until: float) -> T:
        """Return what the call returned or raise what it raised; TimeoutError after *until*."""
        if not self.ended.wait(max(0.0, until - time.monotonic())):
            raise TimeoutError
        if self.errors:
            raise self.errors[0]
        return self.results[0]


@dataclass(frozen=True, slots=True)
class Turns:
    """How many items are worked on at one time, and until when (monotonic seconds)."""

    width: int
    until: float


class Calls:
    """Starts calls; at most *limit* may hang at one time, since each pins a worker elsewhere."""

    def __init__(self, limit: int = 8) -> None:
        self._limit = limit
        self._open: list[Call[object]] = []
        self._lock = threading.Lock()

    def start(self, function: Callable[[], T]) -> Call[T]:
        """Start *function* in a thread of its own.

        Errors: TooManyAbandonedError when *limit* calls are already under way.
        """
        call: Call[T] = Call()
        with self._lock:
            self._open = [known for known in self._open if not known.ended.is_set()]
            if len(self._open) >= self._limit:
                raise TooManyAbandonedError
            self._open.append(call)  # type: ignore[arg-type] # only `ended` is read
        threading.Thread(target=_run, args=(call, function), daemon=True).start()
        return call


def _run(call: Call[T], function: Callable[[], T]) -> None:
    try:
        call.results.append(function())
    except Exception as error:  # noqa: BLE001 - handed to the one who waits
        call.errors.append(error)
    finally:
        call.ended.set()


def work_off(calls: Calls, items: Iterable[T], work: Callable[[T], None], turns: Turns) -> bool:
    """Do *work* for each item, some at the same time, until all are done or the time is up.

    False when not even one worker could be started.
    """
    waiting = deque(items)

    def labour() -> None:
        while waiting and time.monotonic() < turns.until:
            try:
                item = waiting.popleft()
            except IndexError:
                return
            work(item)

    workers: list[Call[None]] = []
    try:
        while len(workers) < min(turns.width, len(waiting) + len(workers)):
            workers.append(calls.start(labour))
    except TooManyAbandonedError:
        if not workers:
            return False
    for worker in workers:
        try:
            worker.result(turns.until)
        except TimeoutError:
            return True
    return True
