"""What a collector is: requests out, entities, connections and readings back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from downstack.model import Absent, Connection, Entity, Level, Reason, Snapshot, Value
from downstack.signal import Semantics, Signal
from downstack.source import Answer, Answers, Request


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of one signal of one entity, and when it was read (monotonic seconds).

    Errors: ValueError when the entity has another kind than the signal measures, or a number is
    not finite.
    """

    entity: Entity
    signal: Signal
    value: Value
    at: float = 0.0

    def __post_init__(self) -> None:
        if self.entity.kind is not self.signal.of:
            raise ValueError(f"{self.signal.name} is not of {self.entity.kind}")
        if isinstance(self.value, float) and not abs(self.value) < float("inf"):
            raise ValueError(f"{self.signal.name}: {self.value} is not finite")


Row = Entity | Connection | Reading


class Round(Enum):
    """When a collector is asked."""

    DISCOVER = 1
    """First, with an empty snapshot: finds what there is."""
    DETAIL = 2
    """Once, knowing what DISCOVER found."""
    SAMPLE = 3
    """Twice, `window` seconds apart, knowing what DISCOVER and DETAIL found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collector:
    """What it needs, what it provides, and two pure functions.

    `asks` gets what earlier rounds found; `parse` gets the answers to all requests of the round.
    One that `stands_in` provides only what the collectors of the same signals were not told.

    Errors: ValueError when a counter is provided outside SAMPLE: a rate needs two readings.
    """

    id: str
    round: Round
    level: Level
    provides: tuple[Signal, ...]
    asks: Callable[[Snapshot], Iterable[Request]]
    parse: Callable[[Answers, Snapshot], Iterable[Row]]
    stands_in: bool = False

    def __post_init__(self) -> None:
        for signal in self.provides:
            if signal.formula is not None:
                raise ValueError(f"{self.id}: {signal.name} is derived")
            if signal.semantics is Semantics.COUNTER and self.round is not Round.SAMPLE:
                raise ValueError(f"{self.id}: {signal.name} is a counter and needs two samples")


_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?")


def number(text: str, scale: float = 1.0) -> float | Absent:
    """Return the finite decimal number that *text* is, times *scale*, or Absent(MALFORMED)."""
    value = float(text) * scale if _NUMBER.fullmatch(text) else float("inf")
    return value if abs(value) < float("inf") else Absent(Reason.MALFORMED, "a number")


def measure(
    entity: Entity,
    answer: Answer,
    signals: Iterable[Signal],
    parse: Callable[[str], Mapping[Signal, Value]],
) -> Iterator[Reading]:
    """Yield a reading of each signal from one answer: no answer is its absence for all of them.

    What *parse* does not return is Absent(UNSUPPORTED): this kernel does not have it.
    """
    if isinstance(answer, Absent):
        yield from (Reading(entity, signal, answer) for signal in signals)
        return
    values = parse(answer.text)
    for signal in signals:
        value = values.get(signal, Absent(Reason.UNSUPPORTED, "a kernel that counts it"))
        yield Reading(entity, signal, value, answer.at)
