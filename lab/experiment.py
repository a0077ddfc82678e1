"""One experiment from the empty machine back to the empty machine."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lab.catalogue import control, injection
from lab.host import Host
from lab.injection import Witness
from lab.stage import Stage


def new_host() -> Host:
    """Return a host, not yet up, with a name and a folder that nobody else has."""
    name = secrets.token_hex(3)
    return Host(name, Path(tempfile.gettempdir()) / f"lab-{name}")


@contextmanager
def injected(fault: str, level: float | None = None) -> Iterator[tuple[Stage, Witness]]:
    """Boot the fault's stage, inject it (plain level if none is given), undo it at the end."""
    chosen = injection(fault)
    with new_host() as host:
        stage = chosen.prepare(host)
        with chosen.apply(stage, chosen.levels[1] if level is None else level) as seen:
            yield stage, seen


@contextmanager
def controlled(name: str) -> Iterator[Stage]:
    """Boot a control's stage."""
    with new_host() as host:
        yield control(name).prepare(host)
