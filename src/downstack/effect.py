"""A latent state that faults cause, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass

from downstack.check import Above, AtMost, Check, Clause, Guess, Is, IsNot
from downstack.model import Kind, Layer, Path, Step

__all__ = ["Above", "AtMost", "Check", "Clause", "Effect", "Guess", "Is", "IsNot", "Leads"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leads:
    """If the owner holds, then `to` holds at the end of `via` with this probability."""

    to: Effect
    strength: Guess
    via: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A state of one kind of entity that faults cause and checks read.

    `title` completes "the ... : " in a chain ("disk answers slowly"). `only_if`: where one of
    these is FALSE the effect says nothing about its entity (an idle vCPU cannot wait). `symptom`:
    a target suffers when this holds; `condition` is what it is then called ("hung"), in one word.

    Errors: ValueError when a check, a gate or a step does not fit the kind (D7).
    """

    id: str
    title: str
    of: Kind
    layer: Layer
    path: Path | None
    leak: Guess
    checks: tuple[Check, ...] = ()
    leads_to: tuple[Leads, ...] = ()
    only_if: tuple[Clause, ...] = ()
    symptom: bool = False
    condition: str = ""

    def __post_init__(self) -> None:
        refuse_misfits(self.id, self.of, self.checks, self.only_if, self.leads_to)

    def __repr__(self) -> str:
        return f"Effect({self.id})"


def refuse_misfits(
    owner: str,
    kind: Kind,
    checks: tuple[Check, ...],
    gates: tuple[Clause, ...],
    leads: tuple[Leads, ...],
) -> None:
    """Raise ValueError when a part of *owner* speaks of another kind than *kind*."""
    for clause in (*(check.clause for check in checks), *gates):
        if clause.signal.of is not kind:
            raise ValueError(f"{owner} is of {kind}, {clause.signal.name} of {clause.signal.of}")
    for lead in leads:
        at = kind
        for step in lead.via:
            if step.source is not at:
                raise ValueError(f"{owner}: a step starts at {step.source}, not at {at}")
            at = step.target
        if at is not lead.to.of:
            raise ValueError(f"{owner}: ends at {at}, but {lead.to.id} is of {lead.to.of}")
