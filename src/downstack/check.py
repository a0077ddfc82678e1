"""Clauses about a reading, and how far one may be believed."""

from __future__ import annotations

from dataclasses import dataclass, field

from downstack.model import Absent, Level, Truth, Value
from downstack.signal import Semantics, Signal


@dataclass(frozen=True, slots=True)
class Above:
    """The number exceeds the threshold."""

    signal: Signal
    threshold: float

    def __post_init__(self) -> None:
        _refuse_unless_number(self.signal)

    def holds(self, value: Value) -> Truth:
        """Judge one value; no number means no judgement."""
        if isinstance(value, Absent | str):
            return Truth.UNKNOWN
        return Truth.of(holds=value > self.threshold)


@dataclass(frozen=True, slots=True)
class AtMost:
    """The number stays at or under the threshold."""

    signal: Signal
    threshold: float

    def __post_init__(self) -> None:
        _refuse_unless_number(self.signal)

    def holds(self, value: Value) -> Truth:
        """Judge one value; no number means no judgement."""
        if isinstance(value, Absent | str):
            return Truth.UNKNOWN
        return Truth.of(holds=value <= self.threshold)


@dataclass(frozen=True, slots=True)
class Is:
    """The state is one of these."""

    signal: Signal
    states: tuple[str, ...]

    def __post_init__(self) -> None:
        _refuse_unless_declared(self.signal, self.states)

    def holds(self, value: Value) -> Truth:
        """Judge one value; an undeclared state means no judgement."""
        if value not in self.signal.states:
            return Truth.UNKNOWN
        return Truth.of(holds=value in self.states)


@dataclass(frozen=True, slots=True)
class IsNot:
    """The state is none of these."""

    signal: Signal
    states: tuple[str, ...]

    def __post_init__(self) -> None:
        _refuse_unless_declared(self.signal, self.states)

    def holds(self, value: Value) -> Truth:
        """Judge one value; an undeclared state means no judgement."""
        if value not in self.signal.states:
            return Truth.UNKNOWN
        return Truth.of(holds=value not in self.states)


Clause = Above | AtMost | Is | IsNot


@dataclass(frozen=True, slots=True)
class Guess:
    """A probability by judgement, and why; worth four observations (D12).

    Errors: ValueError outside the open interval (0, 1), or without a reason.
    """

    p: float
    why: str

    def __post_init__(self) -> None:
        if not 0 < self.p < 1 or not self.why:
            raise ValueError(f"a guess is a probability with a reason, not {self!r}")


@dataclass(frozen=True, slots=True)
class Count:
    """How often it happened in runs of the lab; only in the generated calibration.

    Errors: ValueError unless 0 <= hits <= runs.
    """

    hits: int
    runs: int

    def __post_init__(self) -> None:
        if not 0 <= self.hits <= self.runs:
            raise ValueError(f"{self!r}: more hits than runs")


GUESS_WEIGHT = 4
"""Pseudo-counts of a guess (engine.md 2.6)."""


def mean(guess: Guess, count: Count | None) -> float:
    """Return the posterior mean of a guess and, where there is one, its count."""
    hits, runs = (count.hits, count.runs) if count else (0, 0)
    return (guess.p * GUESS_WEIGHT + hits) / (GUESS_WEIGHT + runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A clause as evidence: how often it holds when the effect is there, and when it is not."""

    clause: Clause
    sensitivity: Guess
    false_alarm: Guess
    level: Level = field(default=Level.L1)

    def __post_init__(self) -> None:
        if self.sensitivity.p <= self.false_alarm.p:
            raise ValueError(f"{self.clause!r} speaks against what it should show")

    def key(self, owner: str) -> str:
        """Return the key of this check in calibration.json: owner/signal/op/threshold."""
        clause = self.clause
        bound = (
            "|".join(clause.states) if isinstance(clause, Is | IsNot) else f"{clause.threshold:g}"
        )
        return f"{owner}/{clause.signal.name}/{type(clause).__name__}/{bound}"


def _refuse_unless_number(signal: Signal) -> None:
    if signal.semantics is not Semantics.INSTANT:
        raise ValueError(f"{signal.name} is a {signal.semantics}, not a number to compare")


def _refuse_unless_declared(signal: Signal, states: tuple[str, ...]) -> None:
    if not states or not set(states) <= set(signal.states):
        raise ValueError(f"{signal.name} declares {signal.states}, not {states}")
