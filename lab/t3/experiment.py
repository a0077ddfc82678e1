"""One experiment on a running T3 host, which starts from its saved state each time."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.t3.catalogue import control, injection
from lab.t3.host import T3Host
from lab.t3.stage import T3Stage


@contextmanager
def injected(
    host: T3Host, fault: str, level: float | None = None
) -> Iterator[tuple[T3Stage, Witness]]:
    """Inject a fault (plain level if none is given) and undo it at the end."""
    chosen = injection(fault)
    host.reset()
    stage = chosen.prepare(host)
    with chosen.apply(stage, chosen.levels[1] if level is None else level) as seen:
        yield stage, seen


@contextmanager
def controlled(host: T3Host, name: str) -> Iterator[T3Stage]:
    """Make a control's stage."""
    host.reset()
    yield control(name).prepare(host)
