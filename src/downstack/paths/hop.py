"""What a hop is, and how nested hops subtract (engine.md 2.8: means do, quantiles do not)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from downstack.model import Absent, Entity, Layer, Path, Snapshot, Step
from downstack.model.verdict import HopTime
from downstack.signal import Signal

NORMAL_95 = 1.96
"""Half-width of a 95 % interval in standard errors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One hop of a path.

    `wait` is the mean time in seconds of a request from this hop down to the device, so that the
    hop below is part of it; `events` counts the requests it is a mean of (None: it is a sum of
    counters and has no interval). `via` leads from the path's own entity to the entity of `wait`.
    `limit` is the time in the hop alone, in seconds, above which it is sick.
    """

    name: str
    layer: Layer
    wait: Signal
    events: Signal | None
    limit: float
    via: tuple[Step, ...] = ()
    together: bool = False
    """`wait` is a mean over all of the target on this path: it tells only where that is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourcePath:
    """The hops of one path from the guest down, for each entity at the end of `each`.

    `each` leads from the target to the things that have such a path (its disks, its vCPUs);
    `felt` are the signals in which a slow hop shows at the top.
    """

    path: Path
    felt: tuple[Signal, ...]
    each: tuple[Step, ...]
    hops: tuple[Hop, ...]


def split(snapshot: Snapshot, target: Entity, route: ResourcePath) -> tuple[HopTime, ...]:
    """Return the time that each hop adds by itself, for everything of *target* on this path.

    A hop whose lower neighbour could not be measured is joined with it by name: the time is
    theirs together, never the upper one's alone (D23).
    """
    entities = snapshot.follow(target, route.each)
    hops = [hop for hop in route.hops if len(entities) == 1 or not hop.together]
    times: list[HopTime] = []
    for entity in entities:
        times.extend(_split_one(snapshot, entity, route.path, hops))
    return tuple(times)


@dataclass(frozen=True, slots=True)
class _Measured:
    hop: Hop
    wait: float
    events: float | None


def _split_one(
    snapshot: Snapshot, entity: Entity, path: Path, hops: Sequence[Hop]
) -> list[HopTime]:
    rows: list[HopTime] = []
    names: list[Hop] = []
    upper: _Measured | None = None
    for hop in hops:
        lower = _measure(snapshot, entity, hop)
        if lower is None and not snapshot.follow(entity, hop.via):
            continue
        if lower is not None and upper is not None:
            rows.append(_row(path, entity, names, upper, lower))
            names = []
        elif lower is not None and names:
            rows += [_unmeasured(path, entity, gap, snapshot) for gap in names]
            names = []
        names.append(hop)
        upper = lower or upper
    if upper is not None:
        rows.append(_row(path, entity, names, upper, None))
    else:
        rows += [_unmeasured(path, entity, gap, snapshot) for gap in names]
    return rows


def _measure(snapshot: Snapshot, entity: Entity, hop: Hop) -> _Measured | None:
    for at in snapshot.follow(entity, hop.via):
        wait = snapshot.value(at, hop.wait.name)
        events = snapshot.value(at, hop.events.name) if hop.events else None
        if isinstance(wait, float) and (events is None or isinstance(events, float)):
            return _Measured(hop, wait, events)
    return None


def _row(
    path: Path, entity: Entity, hops: list[Hop], upper: _Measured, lower: _Measured | None
) -> HopTime:
    own = max(0.0, upper.wait - (lower.wait if lower else 0.0))
    error = 0.0
    if upper.events is not None:
        error = NORMAL_95 * own / sqrt(max(1.0, upper.events))  # exponential service: sd = mean
    return HopTime(
        path=path,
        hop=" + ".join(hop.name for hop in hops),
        layers=tuple(hop.layer for hop in hops),
        entity=entity,
        mean_seconds=own,
        low=max(0.0, own - error),
        high=own + error,
        limit=max(hop.limit for hop in hops),
    )


def _unmeasured(path: Path, entity: Entity, hop: Hop, snapshot: Snapshot) -> HopTime:
    ends = snapshot.follow(entity, hop.via)
    value = snapshot.value(ends[0], hop.wait.name) if ends else None
    why = str(value.reason) if isinstance(value, Absent) else "not measured"
    return HopTime(
        path=path,
        hop=hop.name,
        layers=(hop.layer,),
        entity=entity,
        mean_seconds=None,
        low=None,
        high=None,
        limit=hop.limit,
        why_not=why,
    )
