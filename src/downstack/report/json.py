"""An answer as JSON, and the JSON Schema of it."""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan
from sys import float_info
from typing import Any

import msgspec

from downstack import __version__
from downstack.model import Absent, Entity
from downstack.model.verdict import (
    AnswerKind,
    Cause,
    Cell,
    Diagnosis,
    Evidence,
    HopTime,
    Link,
)
from downstack.report import wire

CERTAIN_NATS = 700.0
"""Weights end here: beyond, a double cannot tell the odds from certainty."""


def encode(diagnosis: Diagnosis, version: str = __version__) -> bytes:
    """Return one answer as JSON, indented, the same bytes for the same answer."""
    return _bytes(to_wire(diagnosis, version))


def encode_all(diagnoses: Iterable[Diagnosis], version: str = __version__) -> bytes:
    """Return the answers for several targets as one JSON document."""
    rows = [to_wire(diagnosis, version) for diagnosis in diagnoses]
    return _bytes(
        wire.Patrol(
            schema=wire.PATROL_SCHEMA,
            answer=overall(row.answer for row in rows),
            diagnoses=rows,
            version=version,
        )
    )


def overall(answers: Iterable[AnswerKind]) -> AnswerKind:
    """Return the worst of several answers: a cause, else undecided, else healthy."""
    seen = set(answers)
    for kind in (AnswerKind.CAUSE, AnswerKind.UNDECIDED):
        if kind in seen:
            return kind
    return AnswerKind.HEALTHY


def schema() -> dict[str, Any]:
    """Return the JSON Schema of `encode` (`$defs` holds the one of `encode_all` too)."""
    (reference, _), parts = msgspec.json.schema_components(
        (wire.Diagnosis, wire.Patrol), ref_template="#/$defs/{name}"
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": wire.SCHEMA,
        **reference,
        "$defs": dict(sorted(parts.items())),
    }


def to_wire(diagnosis: Diagnosis, version: str = __version__) -> wire.Diagnosis:
    """Return the published form of one answer.

    Errors: ValueError when a number that must be there is not a number.
    """
    d = diagnosis
    return wire.Diagnosis(
        schema=wire.SCHEMA,
        answer=d.answer,
        target=_entity(d.target),
        at=d.at,
        window_seconds=_finite(d.window_seconds),
        symptoms=[_symptom(link, d.symptom_evidence) for link in d.symptoms],
        causes=[_cause(cause) for cause in d.causes],
        risks=[_cause(cause) for cause in d.risks],
        hops=[_hop(hop) for hop in d.hops],
        traffic=[
            wire.Traffic(row.hop, _entity(row.entity), row.passed, row.lost) for row in d.traffic
        ],
        layers=[_cell(cell) for cell in d.layers],
        questions=[
            wire.Question(q.number, q.question, q.answer, list(q.evidence)) for q in d.questions
        ],
        absent=[wire.Absent(row.what, row.reason, row.would_need) for row in d.absent],
        next=[
            wire.Next(step.measure, step.command, _finite(step.gain), _finite(step.cost))
            for step in d.next_steps
        ],
        unlisted=_finite(d.unlisted),
        errors=list(d.errors),
        cost=wire.Cost(
            _finite(d.cost.cpu_seconds), _finite(d.cost.wall_seconds), d.cost.guest_calls
        ),
        level=f"L{int(d.level)}",
        version=version,
    )


def _bytes(document: msgspec.Struct) -> bytes:
    try:
        packed = msgspec.json.encode(document)
    except UnicodeEncodeError:  # a guest or a file name may hold half a character
        packed = msgspec.json.encode(_whole(msgspec.to_builtins(document)))
    return msgspec.json.format(packed, indent=2)


def _whole(node: Any) -> Any:
    """Return a document in which no text has characters that UTF-8 cannot carry."""
    if isinstance(node, str):
        return node.encode("utf-8", "replace").decode()
    if isinstance(node, list):
        return [_whole(part) for part in node]
    if isinstance(node, dict):
        return {key: _whole(part) for key, part in node.items()}
    return node


def _entity(entity: Entity) -> wire.Entity:
    return wire.Entity(entity.kind, entity.key, entity.name)


def _link(link: Link) -> wire.Link:
    return wire.Link(link.id, link.title, _entity(link.entity))


def _symptom(link: Link, evidence: Iterable[Evidence]) -> wire.Symptom:
    rows = [_evidence(row) for row in evidence if row.entity == link.entity]
    return wire.Symptom(link.id, link.title, _entity(link.entity), rows)


def _evidence(evidence: Evidence) -> wire.Evidence:
    value = evidence.value
    absent = str(value.reason) if isinstance(value, Absent) else None
    number = _finite(value) if isinstance(value, float | int) else None
    return wire.Evidence(
        entity=_entity(evidence.entity),
        signal=evidence.signal,
        help=evidence.help,
        unit=evidence.unit,
        value=value if isinstance(value, str) else number,
        absent=absent,
        op=evidence.op,
        bound=evidence.bound,
        holds=evidence.holds.value,
        weight=max(-CERTAIN_NATS, min(CERTAIN_NATS, _finite(evidence.weight))),
        counted=evidence.counted,
    )


def _cause(cause: Cause) -> wire.Cause:
    return wire.Cause(
        fault=cause.fault,
        title=cause.title,
        entity=_entity(cause.entity),
        layer=cause.layer,
        path=cause.path,
        probability=_finite(cause.probability),
        responsibility=_finite(cause.responsibility),
        because=cause.because,
        chain=[_link(link) for link in cause.chain],
        for_=[_evidence(row) for row in cause.evidence_for],
        against=[_evidence(row) for row in cause.evidence_against],
        confirm=cause.confirm,
        remedies=[
            wire.Remedy(a.platform, a.risk, a.text, a.command, a.versions, a.do_not)
            for a in cause.remedies
        ],
        witness=list(cause.witness),
        same_evidence=list(cause.same_evidence),
    )


def _hop(hop: HopTime) -> wire.Hop:
    return wire.Hop(
        path=hop.path,
        hop=hop.hop,
        entity=_entity(hop.entity),
        layers=list(hop.layers),
        mean_seconds=_maybe(hop.mean_seconds),
        low=_maybe(hop.low),
        high=_maybe(hop.high),
        limit=_finite(hop.limit),
        why_not=hop.why_not,
    )


def _cell(cell: Cell) -> wire.Cell:
    return wire.Cell(cell.layer, cell.path, cell.standing, list(cell.because))


def _maybe(number: float | None) -> float | None:
    return None if number is None else _finite(number)


def _finite(number: float) -> float:
    """Return the nearest number that JSON can carry: infinity is the largest double."""
    if isnan(number):
        raise ValueError("a number of the answer is NaN")
    return max(-float_info.max, min(float_info.max, number))
