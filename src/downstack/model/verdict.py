"""What an answer is made of. Probabilities are 0..1, times in seconds, weights in nats."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from downstack.model.entity import Entity
from downstack.model.layer import Layer
from downstack.model.level import Level
from downstack.model.path import Path
from downstack.model.truth import Truth
from downstack.model.value import Value


class Standing(StrEnum):
    """The verdict on one layer of one path (D15)."""

    AT_FAULT = "at_fault"
    EXONERATED = "exonerated"
    UNDECIDED = "undecided"
    NOT_APPLICABLE = "not_applicable"


class AnswerKind(StrEnum):
    """What the whole answer says."""

    HEALTHY = "healthy"
    CAUSE = "cause"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One judged reading: `signal` of `entity` was `value`, against `op` `bound`.

    `weight` is how much it speaks for the cause it is listed under (below zero: against it).
    """

    entity: Entity
    signal: str
    help: str
    unit: str
    value: Value
    op: str
    bound: str
    holds: Truth
    weight: float = 0.0
    counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """A reading that the faults of this cell would have made another one."""

    layer: Layer
    path: Path | None
    by: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One step of a causal chain: the state `title` of `entity`."""

    id: str
    title: str
    entity: Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A remedy with the names filled in."""

    platform: str
    risk: str
    text: str
    command: str
    versions: str
    do_not: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A fault of the catalogue on one entity, from the fault down to the symptom in `chain`."""

    fault: str
    title: str
    entity: Entity
    layer: Layer
    path: Path | None
    probability: float
    responsibility: float
    because: str
    confirm: str
    chain: tuple[Link, ...] = ()
    evidence_for: tuple[Evidence, ...] = ()
    evidence_against: tuple[Evidence, ...] = ()
    remedies: tuple[Advice, ...] = ()
    witness: tuple[str, ...] = ()
    same_evidence: tuple[str, ...] = ()
    """Ids of other faults that what was measured cannot tell apart from this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HopTime:
    """The mean time one request spends in one hop of a path; `low`..`high` is its 95 % interval.

    `hop` may join several ("QEMU + NBD server") where they could not be split. `limit` is the
    time above which the hop is sick. `mean_seconds` is None when it was not measured, and
    `why_not` says so.
    """

    path: Path
    hop: str
    layers: tuple[Layer, ...]
    entity: Entity
    mean_seconds: float | None
    low: float | None
    high: float | None
    limit: float
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """The packets that passed one hop of the network within the window, and those lost there.

    `lost` counts what is known to be lost at this hop; both are None when not measured.
    """

    hop: str
    entity: Entity
    passed: int | None
    lost: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of the matrix of layers and paths; `path` None for what has no path."""

    layer: Layer
    path: Path | None
    standing: Standing
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One of the ten questions of every answer, in their order."""

    number: int
    question: str
    answer: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmeasured:
    """Something that would have been judged, and what would be needed to measure it."""

    what: str
    reason: str
    would_need: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """A measurement that would decide: expected `gain` in nats, `cost` in seconds."""

    measure: str
    command: str
    gain: float
    cost: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What looking has cost on this machine."""

    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    guest_calls: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """The whole answer for one target."""

    answer: AnswerKind
    target: Entity
    symptoms: tuple[Link, ...] = ()
    symptom_evidence: tuple[Evidence, ...] = ()
    causes: tuple[Cause, ...] = ()
    risks: tuple[Cause, ...] = ()
    hops: tuple[HopTime, ...] = ()
    traffic: tuple[Traffic, ...] = ()
    layers: tuple[Cell, ...] = ()
    cleared: tuple[Cleared, ...] = ()
    questions: tuple[Question, ...] = ()
    absent: tuple[Unmeasured, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    unlisted: float = 0.0
    errors: tuple[str, ...] = ()
    cost: Cost = Cost()
    level: Level = Level.L0
    at: str = ""
    window_seconds: float = 0.0
    condition: str = ""
    """What the target is where it does not run, in a word: stopped, paused, hung; "" else."""
    suspects: tuple[Cause, ...] = ()
    """The most probable faults where none reaches the probability of a cause."""
