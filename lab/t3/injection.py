"""An injection at T3: the same shape as at T1, on a host of the other kind."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from lab.injection import Path, Tier, Witness
from lab.t3.host import T3Host
from lab.t3.stage import T3Stage


@dataclass(frozen=True, slots=True)
class T3Injection:
    """A way to make one fault of the catalogue happen on a real KVM host."""

    fault: str
    """The fault's id, which is also this module's name."""
    path: Path | None
    levels: tuple[float, float, float]
    """Mild, plain, hard."""
    sub_threshold: float
    """A level which nobody should complain about."""
    unit: str
    prepare: Callable[[T3Host], T3Stage]
    """Starts the guests' loads, all healthy."""
    apply: Callable[[T3Stage, float], AbstractContextManager[Witness]]
    """Makes the fault, waits for its witness, undoes it at the end."""
    tier: Tier = "T3"


@dataclass(frozen=True, slots=True)
class T3Control:
    """A healthy stage on a real KVM host."""

    name: str
    prepare: Callable[[T3Host], T3Stage]
