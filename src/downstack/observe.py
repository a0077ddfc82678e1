"""The rounds of one look: discover, detail, sample, sample again; then derive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from downstack.collector import Collector, Reading, Round, Row
from downstack.derive import derive, rows_of
from downstack.model import Connection, Entity, Snapshot
from downstack.signal import Signal
from downstack.source import Answer, Answers, Request, Source


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
    """Ask *source* in four rounds at most; a window of 0 takes one sample.

    Details come before the samples, so that between these nothing of ours runs on the machine, and
    so that a sample need not ask what would hang. What both want to know is asked with the samples.
    """
    failures: list[Failure] = []
    discover, once, twice = (
        _at(collectors, when) for when in (Round.DISCOVER, Round.DETAIL, Round.SAMPLE)
    )
    known = source.read(_wanted(discover, Snapshot()), timing.deadline)
    found = _snapshot(Snapshot(), _parse(discover, known, Snapshot(), failures))
    shared = frozenset(_wanted(twice, found))
    early = tuple(one for one in once if shared.isdisjoint(one.asks(found)))
    late = tuple(one for one in once if one not in early)
    asked = [request for request in _wanted(once, found) if request not in shared]
    details = source.read(asked, timing.deadline)
    found = _snapshot(found, _parse(early, details, found, failures))
    sampled = _wanted(twice, found)
    first = source.read(sampled, timing.deadline)
    rows = _parse(twice, first, found, failures)
    detailed = _snapshot(found, [*rows, *_parse(late, {**details, **first}, found, failures)])
    samples = [[row for row in rows if isinstance(row, Reading)]]
    if timing.window > 0:
        if timing.meanwhile is not None:
            timing.meanwhile(derive(detailed, tuple(samples), signals))
        timing.wait(timing.window)
        second = _parse(twice, source.read(sampled, timing.deadline), found, failures)
        detailed = _snapshot(detailed, second)
        samples.append([row for row in second if isinstance(row, Reading)])
    snapshot = derive(detailed, tuple(samples), signals)
    return Observation(snapshot, tuple(dict.fromkeys(failures)))


def _at(collectors: tuple[Collector, ...], when: Round) -> tuple[Collector, ...]:
    return tuple(collector for collector in collectors if collector.round is when)


def _wanted(collectors: tuple[Collector, ...], found: Snapshot) -> tuple[Request, ...]:
    """Return what they want to know, each request once, in their order."""
    wanted = (request for collector in collectors for request in collector.asks(found))
    return tuple(dict.fromkeys(wanted))


def _parse(
    collectors: tuple[Collector, ...],
    answers: Mapping[Request, Answer],
    found: Snapshot,
    failures: list[Failure],
) -> list[Row]:
    """Let each collector read its answers; one that breaks does not hide the others."""
    rows: list[Row] = []
    for collector in collectors:
        try:
            rows.extend(list(collector.parse(Answers(answers), found)))
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
