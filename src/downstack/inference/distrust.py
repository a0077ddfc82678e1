"""Sets a source aside whose readings contradict all others (engine.md 2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from downstack.inference.broken import doubt_sources, suspect_sources
from downstack.inference.cardinality import INCIDENT, PATROL
from downstack.inference.ground import Grounded
from downstack.inference.network import Indices
from downstack.inference.search import infer
from downstack.inference.symptom import holding
from downstack.model import Absent, Reason, Truth


def distrust(grounded: Grounded, sources: Mapping[str, str]) -> tuple[Grounded, str]:
    """Return the network without the findings of a broken source, and that source; or as it was.

    Costs an inference or more only where a source alarms oddly often.
    """
    groups = _by_source(grounded, sources)
    indices = list(groups.values())
    if not suspect_sources(grounded.seen, indices):
        return grounded, ""
    cardinality = INCIDENT if holding(grounded) else PATROL
    posterior = infer(grounded.network, grounded.seen, cardinality)
    sound = doubt_sources(grounded.network, grounded.seen, indices, posterior, cardinality)
    if sound.worst < 0:
        return grounded, ""
    broken = set(indices[sound.worst].tolist())
    unsure = Absent(Reason.MALFORMED, "readings that agree with the others")
    findings = tuple(
        replace(finding, truth=Truth.UNKNOWN, value=unsure) if number in broken else finding
        for number, finding in enumerate(grounded.findings)
    )
    return replace(grounded, findings=findings), list(groups)[sound.worst]


def _by_source(grounded: Grounded, sources: Mapping[str, str]) -> dict[str, Indices]:
    found: dict[str, list[int]] = {}
    for number, finding in enumerate(grounded.findings):
        source = finding.check and sources.get(finding.check.clause.signal.name)
        if source:
            found.setdefault(source, []).append(number)
    return {source: np.array(numbers, dtype=np.intp) for source, numbers in found.items()}
