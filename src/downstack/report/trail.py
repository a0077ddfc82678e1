"""The causal chain in one line: from the fault to what is felt."""

from __future__ import annotations

from downstack.model import Entity
from downstack.model.verdict import Cause, Diagnosis
from downstack.report.page import clean
from downstack.report.phrase import lower_first, name, quantity, value


def trail(diagnosis: Diagnosis, cause: Cause) -> str:
    """Return the chain; its first link is the fault by its id, as `explain` takes it."""
    if len(cause.chain) < 2:  # noqa: PLR2004 - a fault that leads nowhere has no chain
        return ""
    first, *others = cause.chain
    steps, known = [clean(first.id)], first.entity
    for link in others:
        title = lower_first(link.title)
        steps.append(title if link.entity == known else f"{name(link.entity)}: {title}")
        known = link.entity
    return f"{' > '.join(steps)}{_felt(diagnosis, cause.chain[-1].entity)}"


def _felt(diagnosis: Diagnosis, entity: Entity) -> str:
    """Return the number of the symptom at the end of the chain."""
    for row in diagnosis.symptom_evidence:
        if row.entity == entity:
            return f" ({quantity(row.signal, row.entity.kind)} {value(row)})"
    return ""
