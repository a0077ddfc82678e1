"""What a target stands on and what stands on it, as a tree with the readings that matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Group

from downstack.model import Absent, Edge, Entity, Kind, Snapshot, Step
from downstack.report.page import BLANK, Line, Span, Tone, clean, paragraph
from downstack.report.phrase import amount, kind_and_name, quantity
from downstack.report.terminal import paint
from downstack.signal import Signal
from downstack.signals import (
    backend,
    ceph_cluster,
    ceph_osd,
    ceph_pool,
    disk,
    domain,
    node,
    pod,
    vcpu,
)

SHOWN: Mapping[Kind, tuple[Signal, ...]] = {
    Kind.DOMAIN: (domain.STATE, domain.QEMU_PID),
    Kind.VCPU: (vcpu.CONTENTION_RATIO,),
    Kind.DISK: (disk.WAIT,),
    Kind.BACKEND: (backend.TYPE,),
    Kind.CEPH_CLUSTER: (ceph_cluster.HEALTH, ceph_cluster.MANAGER),
    Kind.CEPH_POOL: (ceph_pool.SIZE, ceph_pool.MIN_SIZE, ceph_pool.INACTIVE, ceph_pool.FULL),
    Kind.CEPH_OSD: (
        ceph_osd.STATE,
        ceph_osd.COMMIT_LATENCY,
        ceph_osd.ANSWERS,
        ceph_osd.ANSWER_TIME,
    ),
    Kind.NODE: (node.READY,),
    Kind.POD: (pod.PHASE, pod.UNREADY),
}
"""Readings shown beside an entity of a kind."""
WIDEST = 40
"""Entities shown under one; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One entity on the way, and what is further that way; each entity is shown once."""

    entity: Entity
    by: str
    branches: tuple[Branch, ...]


def beneath(snapshot: Snapshot, target: Entity) -> tuple[Branch, ...]:
    """Return what could make *target* suffer, layer by layer."""
    return _grow(snapshot, target, tuple(edge.inverse for edge in Edge), {target})


def above(snapshot: Snapshot, target: Entity) -> tuple[Branch, ...]:
    """Return what *target* could make suffer."""
    return _grow(snapshot, target, tuple(Edge), {target})


def _grow(
    snapshot: Snapshot, at: Entity, steps: tuple[Step, ...], known: set[Entity]
) -> tuple[Branch, ...]:
    here = {
        end: step
        for step in steps
        if step.source is at.kind
        for end in snapshot.follow(at, (step,))
        if end not in known
    }
    known.update(here)
    return tuple(
        Branch(end, _label(step), _grow(snapshot, end, steps, known)) for end, step in here.items()
    )


def _label(step: Step) -> str:
    return step.label if isinstance(step, Edge) else step.edge.label


def readings(snapshot: Snapshot, entity: Entity) -> dict[str, float | str]:
    """Return the readings worth showing that there are."""
    wanted = ((one, snapshot.value(entity, one.name)) for one in SHOWN.get(entity.kind, ()))
    return {one.name: value for one, value in wanted if not isinstance(value, Absent)}


def encode(snapshot: Snapshot, target: Entity) -> dict[str, Any]:
    """Return the map for machines."""
    return {
        "schema": "downstack.map/1",
        "target": _entity(snapshot, target),
        "beneath": [_branch(snapshot, one) for one in beneath(snapshot, target)],
        "above": [_branch(snapshot, one) for one in above(snapshot, target)],
    }


def _entity(snapshot: Snapshot, one: Entity) -> dict[str, Any]:
    about = {"kind": str(one.kind), "key": one.key, "name": one.name}
    return {**about, "readings": readings(snapshot, one)}


def _branch(snapshot: Snapshot, one: Branch) -> dict[str, Any]:
    further = [_branch(snapshot, branch) for branch in one.branches]
    return {"edge": one.by, **_entity(snapshot, one.entity), "further": further}


def render(snapshot: Snapshot, target: Entity, *, width: int = 80) -> Group:
    """Return the map for a console of *width* columns."""
    page = paragraph(_line(snapshot, target), width)
    for title, branches in (
        ("stands on", beneath(snapshot, target)),
        ("carries", above(snapshot, target)),
    ):
        page += [BLANK, *paragraph(f"{title}:" if branches else f"{title}: nothing known", width)]
        page += list(_tree(snapshot, branches, 1))
    return paint(page)


def _tree(snapshot: Snapshot, branches: tuple[Branch, ...], depth: int) -> Iterator[Line]:
    indent = "  " * depth
    for one in branches[:WIDEST]:
        yield (Span(f"{indent}{_line(snapshot, one.entity)}", Tone.PLAIN),)
        yield from _tree(snapshot, one.branches, depth + 1)
    if len(branches) > WIDEST:
        yield (Span(f"{indent}and {len(branches) - WIDEST} more", Tone.PLAIN),)


def _line(snapshot: Snapshot, entity: Entity) -> str:
    parts = []
    for signal in SHOWN.get(entity.kind, ()):
        value = snapshot.value(entity, signal.name)
        if isinstance(value, Absent):
            continue
        told = clean(value) if isinstance(value, str) else amount(value, signal.unit, signal.name)
        parts.append(f"{quantity(signal.name, signal.of)} {told}")
    return f"{kind_and_name(entity)}{': ' if parts else ''}{', '.join(parts)}"
