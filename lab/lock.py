"""One experiment at a time: on two CPUs each would disturb the other's timing."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FILE = Path("/run/lock/downstack-lab.lock")


@contextmanager
def exclusive(*, wanted: bool = True) -> Iterator[None]:
    """Hold the machine's lab lock."""
    if not wanted:
        yield
        return
    with FILE.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("lab: waiting for another experiment to end")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
