"""The rounds of one look: discover, detail and sample, sample again; then derive."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from downstack.collector import Collector, Reading, Round, Row
from downstack.derive import derive, rows_of
from downstack.model import Connection, Entity, Snapshot
from downstack.signal import Signal
from downstack.source import Answers, Source


@dataclass(frozen=True, slots=True)
class Failure:
    """A collector that broke on what it read: a tool error, never a finding."""

    collector: str
    error: str


@dataclass(frozen=True, slots=True)
class Observation:
    """What was seen, and which collectors failed on it."""

    snapshot: Snapshot
    failures: tuple[Failure, ...]


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds between the two samples, seconds allowed for one round, and how to wait.

    `meanwhile` is shown what the first sample tells, before the wait.
    """

    window: float
    deadline: float
    wait: Callable[[float], None]
    meanwhile: Callable[[Snapshot], None] | None = None


def observe(
    source: Source,
    collectors: tuple[Collector, ...],
    signals: tuple[Signal, ...],
    timing: Timing,
) -> Observation:
    """Ask *source* in three rounds at most; a window of 0 takes one sample."""
    failures: list[Failure] = []
    rows = _ask(source, Snapshot(), _at(collectors, Round.DISCOVER), timing.deadline, failures)
    found = _snapshot(Snapshot(), rows)
    once, twice = _at(collectors, Round.DETAIL), _at(collectors, Round.SAMPLE)
    first = _ask(source, found, (*twice, *once), timing.deadline, failures)
    detailed = _snapshot(found, first)
    samples = [[row for row in first if isinstance(row, Reading)]]
    if timing.window > 0:
        if timing.meanwhile is not None:
            timing.meanwhile(derive(detailed, tuple(samples), signals))
        timing.wait(timing.window)
        second = _ask(source, found, twice, timing.deadline, failures)
        detailed = _snapshot(detailed, second)
        samples.append([row for row in second if isinstance(row, Reading)])
    snapshot = derive(detailed, tuple(samples), signals)
    return Observation(snapshot, tuple(dict.fromkeys(failures)))


def _at(collectors: tuple[Collector, ...], when: Round) -> tuple[Collector, ...]:
    return tuple(collector for collector in collectors if collector.round is when)


def _ask(
    source: Source,
    found: Snapshot,
    collectors: tuple[Collector, ...],
    deadline: float,
    failures: list[Failure],
) -> list[Row]:
    """Send one batch for all collectors and parse it; one that breaks does not hide the others."""
    wanted = [request for collector in collectors for request in collector.asks(found)]
    answers = Answers(source.read(tuple(dict.fromkeys(wanted)), deadline))
    rows: list[Row] = []
    for collector in collectors:
        try:
            rows.extend(list(collector.parse(answers, found)))
        except Exception as error:  # noqa: BLE001 - reported in errors[], exit code 70 if all fail
            failures.append(Failure(collector.id, f"{type(error).__name__}: {error}"))
    return rows


def _snapshot(known: Snapshot, rows: Iterable[Row]) -> Snapshot:
    rows = list(rows)
    readings = {entity: dict(values) for entity, values in known.readings.items()}
    for entity, values in rows_of(row for row in rows if isinstance(row, Reading)).items():
        readings.setdefault(entity, {}).update(values)
    entities = [row for row in rows if isinstance(row, Entity)]
    links = [row for row in rows if isinstance(row, Connection)]
    return Snapshot([*known.entities, *entities], [*known.connections, *links], readings)
