"""A ledger for as long as a context lasts: at its end nothing that it lists is left."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.ledger import Ledger
from lab.removal import remove_remains
from lab.signals import end_in_order_on_sigterm, undisturbed


@contextmanager
def lease(name: str) -> Iterator[Ledger]:
    """Yield a new ledger and remove what is in it at the end, also on Ctrl-C and SIGTERM."""
    ledger = Ledger.new(name)
    end_in_order_on_sigterm()
    try:
        yield ledger
    finally:
        with undisturbed():
            remove_remains(ledger)
