"""Waiting for a condition, never for a time."""

import time
from collections.abc import Callable

from lab.failure import LabError


class DeadlineError(LabError):
    """A condition did not come true in time."""


def wait_until(
    condition: Callable[[], object], seconds: float, what: str, *, every: float = 0.05
) -> float:
    """Return the seconds after which the condition was true, or raise DeadlineError."""
    start = time.monotonic()
    while not condition():
        if time.monotonic() - start > seconds:
            raise DeadlineError(f"{what}: not within {seconds:g} s")
        time.sleep(every)
    return time.monotonic() - start
