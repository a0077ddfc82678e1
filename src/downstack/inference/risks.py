"""Faults that `check` lists and `why` never answers: judged one by one on their own signs."""

from __future__ import annotations

from math import prod

from downstack.catalogue import Catalogue
from downstack.fault import Fault
from downstack.inference.advise import fill, owners_of, remedies
from downstack.inference.evidence import bound, operator
from downstack.model import Entity, Snapshot, Truth
from downstack.model.verdict import Cause, Evidence

IMPLICATED = 0.5


def find_risks(
    snapshot: Snapshot, catalogue: Catalogue, target: tuple[Entity, ...]
) -> tuple[Cause, ...]:
    """Return the risks of the target's own parts with P >= .5, the most certain first."""
    found = []
    for fault in catalogue.faults:
        if fault.risk:
            for entity in snapshot.of_kind(fault.of):
                if not {entity, *owners_of(snapshot, entity)}.isdisjoint(target):
                    found.extend(_judge(snapshot, catalogue, fault, entity))
    return tuple(sorted(found, key=lambda risk: -risk.probability))


def _judge(snapshot: Snapshot, catalogue: Catalogue, fault: Fault, entity: Entity) -> list[Cause]:
    gates = [gate.holds(snapshot.value(entity, gate.signal.name)) for gate in fault.only_if]
    if any(gate is not Truth.TRUE for gate in gates):
        return []  # a gate that nobody could look at opens nothing
    rows = [_read(snapshot, catalogue, fault, entity, number) for number in range(len(fault.signs))]
    odds = fault.rate.p / (1 - fault.rate.p) * prod(ratio for _, ratio in rows)
    probability = odds / (1 + odds)
    if probability < IMPLICATED:
        return []
    return [
        Cause(
            fault=fault.id,
            title=fault.title,
            entity=entity,
            layer=fault.layer,
            path=fault.path,
            probability=probability,
            responsibility=0.0,
            because=fault.because,
            confirm=fill(fault.confirm, snapshot, entity),
            evidence_for=tuple(row for row, ratio in rows if ratio > 1),
            evidence_against=tuple(row for row, ratio in rows if ratio < 1),
            remedies=remedies(fault, catalogue, snapshot, entity),
        )
    ]


def _read(
    snapshot: Snapshot, catalogue: Catalogue, fault: Fault, entity: Entity, number: int
) -> tuple[Evidence, float]:
    check = fault.signs[number]
    clause = check.clause
    value = snapshot.value(entity, clause.signal.name)
    truth = clause.holds(value)
    sensitivity = catalogue.sensitivity(fault.id, check)
    false_alarm = catalogue.false_alarm(fault.id, check)
    ratio = {
        Truth.TRUE: sensitivity / false_alarm,
        Truth.FALSE: (1 - sensitivity) / (1 - false_alarm),
        Truth.UNKNOWN: 1.0,
    }[truth]
    return (
        Evidence(
            entity=entity,
            signal=clause.signal.name,
            help=clause.signal.help,
            unit=clause.signal.unit,
            value=value,
            op=operator(clause),
            bound=bound(clause),
            holds=truth,
            counted=catalogue.counted(fault.id, check),
        ),
        ratio,
    )
