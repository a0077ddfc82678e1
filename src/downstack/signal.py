"""What a measured quantity is, and how one is computed from others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from downstack.model import Kind, Step


class Semantics(StrEnum):
    """How a value may be read (after PCP's PM_SEM_*)."""

    COUNTER = "counter"
    """Grows since boot; only its difference means something."""
    INSTANT = "instant"
    STATE = "state"
    """One of the declared `states`."""
    TEXT = "text"
    """Shown or joined by, never judged."""


class Unit(StrEnum):
    """Base units only; a report scales, a signal does not."""

    SECONDS = "seconds"
    BYTES = "bytes"
    RATIO = "ratio"
    COUNT = "count"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Rate:
    """Growth of a counter per second of wall time."""

    counter: Signal


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth of a counter within the window."""

    counter: Signal


@dataclass(frozen=True, slots=True)
class PerEvent:
    """Growth of `total` per growth of `count`: a mean; Absent when nothing happened."""

    total: tuple[Signal, ...]
    count: tuple[Signal, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """Sum of signals of the same entity; Absent when one is."""

    parts: tuple[Signal, ...]


@dataclass(frozen=True, slots=True)
class Highest:
    """The highest of the signals of the same entity that have a reading."""

    parts: tuple[Signal, ...]


@dataclass(frozen=True, slots=True)
class Minus:
    """`whole` minus `part`, not below zero; a part NOT_APPLICABLE counts as zero."""

    whole: Signal
    part: Signal


@dataclass(frozen=True, slots=True)
class Over:
    """Quotient of two signals; Absent when the divisor is zero."""

    part: Signal
    whole: Signal


@dataclass(frozen=True, slots=True)
class Scale:
    """A signal times a constant, plus an offset."""

    signal: Signal
    factor: float
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Largest:
    """The largest reading among the entities from which `via` leads to this one."""

    signal: Signal
    via: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of the readings of the entities from which `via` leads to this one."""

    signal: Signal
    via: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of the entities from which `via` leads to this one are in one of `states`."""

    signal: Signal
    states: tuple[str, ...]
    via: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Own:
    """The reading of the one entity at the end of `via` (walked from this entity)."""

    signal: Signal
    via: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class FirstOf:
    """The first of several ways to the same quantity that has a reading."""

    ways: tuple[Signal, ...]


Formula = (
    Rate
    | Growth
    | PerEvent
    | Sum
    | Highest
    | Minus
    | Over
    | Scale
    | Largest
    | Total
    | Counted
    | Own
    | FirstOf
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One quantity, of one kind of entity, in one base unit.

    `raw` names the kernel counter behind it: of several signals with one raw only one votes on an
    effect of an entity (D10). `formula` makes it a derived signal: no collector may provide it.

    Errors: ValueError when the name breaks Prometheus' rules or the parts contradict each other.
    """

    name: str
    of: Kind
    semantics: Semantics
    unit: Unit
    help: str
    origin: str
    raw: str = ""
    states: tuple[str, ...] = ()
    formula: Formula | None = None

    def __post_init__(self) -> None:
        """Hold the name to the Prometheus rules, so an exporter needs no map."""
        stem = self.name.removesuffix("_total")
        if (self.semantics is Semantics.COUNTER) != (stem != self.name):
            raise ValueError(f"{self.name}: exactly the counters end in _total")
        if self.unit not in {Unit.COUNT, Unit.NONE} and not stem.endswith(self.unit):
            raise ValueError(f"{self.name}: must carry its unit, {self.unit}")
        if (self.semantics is Semantics.STATE) != bool(self.states):
            raise ValueError(f"{self.name}: exactly the states declare their states")
        if self.semantics is Semantics.COUNTER and self.formula:
            raise ValueError(f"{self.name}: a derived signal is no counter")

    def __repr__(self) -> str:
        return f"Signal({self.name})"
