"""The published shape of an answer in JSON; a change of meaning gives `SCHEMA` a new number."""

from __future__ import annotations

import msgspec

from downstack.model import Kind, Layer, Path
from downstack.model.verdict import AnswerKind, Standing

SCHEMA = "downstack/diagnosis/1"
PATROL_SCHEMA = "downstack/patrol/1"


class Entity(msgspec.Struct, frozen=True):
    """One thing of the stack; `kind` and `key` identify it, `name` is for people."""

    kind: Kind
    key: str
    name: str


class Link(msgspec.Struct, frozen=True):
    """One state in a causal chain."""

    id: str
    title: str
    entity: Entity


class Evidence(msgspec.Struct, frozen=True):
    """One judged reading: the clause `signal op bound` holds, or not; `weight` in nats.

    `value` is null where nothing could be read, and `absent` says why. `counted`: its weight
    comes from counted runs of the lab, else from judgement.
    """

    entity: Entity
    signal: str
    help: str
    unit: str
    value: float | str | None
    absent: str | None
    op: str
    bound: str
    holds: str
    weight: float
    counted: bool


class Symptom(msgspec.Struct, frozen=True):
    """What the target suffers from, and the readings that show it."""

    id: str
    title: str
    entity: Entity
    evidence: list[Evidence]


class Remedy(msgspec.Struct, frozen=True):
    """What to do, on which platform, at which risk: safe, disruptive, data risk."""

    platform: str
    risk: str
    text: str
    command: str
    versions: str
    do_not: str


class Cause(msgspec.Struct, frozen=True, rename={"for_": "for"}):
    """A fault of the catalogue on one entity; its chain runs down to the symptom."""

    fault: str
    title: str
    entity: Entity
    layer: Layer
    path: Path | None
    probability: float
    responsibility: float
    because: str
    chain: list[Link]
    for_: list[Evidence]
    against: list[Evidence]
    confirm: str
    remedies: list[Remedy]
    witness: list[str]
    same_evidence: list[str]


class Hop(msgspec.Struct, frozen=True):
    """Mean seconds of a request in one hop and its 95 % interval; null: not measured."""

    path: Path
    hop: str
    entity: Entity
    layers: list[Layer]
    mean_seconds: float | None
    low: float | None
    high: float | None
    limit: float
    why_not: str


class Traffic(msgspec.Struct, frozen=True):
    """Packets of the window at one hop of the network, and those lost there."""

    hop: str
    entity: Entity
    passed: int | None
    lost: int | None


class Cell(msgspec.Struct, frozen=True):
    """The verdict on one layer of one path."""

    layer: Layer
    path: Path | None
    verdict: Standing
    because: list[str]


class Question(msgspec.Struct, frozen=True):
    """One of the ten questions."""

    number: int
    question: str
    answer: str
    evidence: list[str]


class Absent(msgspec.Struct, frozen=True):
    """What was not measured, why, and what it would need."""

    what: str
    reason: str
    would_need: str


class Next(msgspec.Struct, frozen=True):
    """A measurement that would decide: `gain` in nats, `cost` in seconds."""

    measure: str
    command: str
    gain: float
    cost: float


class Cost(msgspec.Struct, frozen=True):
    """What looking has cost on the machine looked at."""

    cpu_seconds: float
    wall_seconds: float
    guest_calls: int


class Diagnosis(msgspec.Struct, frozen=True):
    """The whole answer for one target."""

    schema: str
    answer: AnswerKind
    target: Entity
    at: str
    window_seconds: float
    symptoms: list[Symptom]
    causes: list[Cause]
    risks: list[Cause]
    hops: list[Hop]
    traffic: list[Traffic]
    layers: list[Cell]
    questions: list[Question]
    absent: list[Absent]
    next: list[Next]
    unlisted: float
    errors: list[str]
    cost: Cost
    level: str
    version: str


class Patrol(msgspec.Struct, frozen=True):
    """The answers for several targets, in the order in which they were found."""

    schema: str
    answer: AnswerKind
    diagnoses: list[Diagnosis]
    version: str
