"""What Ctrl-C and SIGTERM do to a lab: end it in order, once."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


def _leave(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def end_in_order_on_sigterm() -> None:
    """Let SIGTERM run the context managers' ends, as Ctrl-C does."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _leave)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let nothing but SIGKILL interrupt a removal."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = (signal.SIGTERM, signal.SIGINT)
    earlier = [signal.signal(number, signal.SIG_IGN) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, earlier, strict=True):
            signal.signal(number, handler)
