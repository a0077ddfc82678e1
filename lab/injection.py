"""What an injection is: a real fault, made, witnessed and always undone."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Literal

from lab.failure import LabError
from lab.host import Host
from lab.stage import Stage

WITNESS_DEADLINE = 60
YES_OR_NO = (1.0, 1.0, 1.0)  # the levels of a fault that is there or is not

Path = Literal["cpu", "memory", "storage", "network"]
Tier = Literal["T1", "T2", "T3", "ceph", "K8s"]


class InjectionError(LabError):
    """The fault was made but its witness did not see it."""


@dataclass(frozen=True, slots=True)
class Witness:
    """What was seen of the fault, by means that no collector of downstack uses."""

    means: str
    unit: str
    before: float
    after: float

    def __str__(self) -> str:
        return f"{self.means}: {self.before:.4g} -> {self.after:.4g} {self.unit}"


@dataclass(frozen=True, slots=True)
class Injection:
    """A way to make one fault of the catalogue happen."""

    fault: str
    """The fault's id, which is also this module's name."""
    tier: Tier
    path: Path | None
    levels: tuple[float, float, float]
    """Mild, plain, hard."""
    sub_threshold: float
    """A level which nobody should complain about."""
    unit: str
    prepare: Callable[[Host], Stage]
    """Boots guests and starts their loads, all healthy."""
    apply: Callable[[Stage, float], AbstractContextManager[Witness]]
    """Makes the fault, waits for its witness, undoes it at the end."""
    declared: str = ""
    """The symptom that its user declares (`--symptom`): no measurement tells that he suffers."""
    target: Literal["domain", "ceph"] = "domain"
    """Who is asked about: the guest, or its cluster, where nobody suffers and a risk is listed."""
    paired: bool = False
    """Whether it also works on the stage of all loads, beside a fault of another path."""


def witness(
    measure: Callable[[], float],
    seen: Callable[[float], bool],
    *,
    means: str,
    unit: str,
    before: float,
) -> Witness:
    """Measure until the fault is seen, or raise InjectionError."""
    deadline = time.monotonic() + WITNESS_DEADLINE
    while True:
        value = measure()
        if seen(value):
            return Witness(means, unit, before, value)
        if time.monotonic() > deadline:
            raise InjectionError(f"{means}: {before:.4g} -> {value:.4g} {unit}, not the fault")
