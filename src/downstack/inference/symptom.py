"""Which effects does the target suffer from?"""

from __future__ import annotations

from downstack.inference.ground import Grounded
from downstack.inference.network import SEEN, weigh_findings
from downstack.model import Absent, Level, Reason, Truth


def holding(grounded: Grounded) -> tuple[int, ...]:
    """Return the symptom nodes whose own findings speak for them, at least one being TRUE."""
    ratios, _ = weigh_findings(grounded.network, grounded.seen)
    found = []
    for node in grounded.symptoms:
        read = grounded.findings_of(node)
        seen = any(grounded.seen[j] == SEEN for j in read)
        if seen and sum(ratios[j] for j in read) > 0:
            found.append(node)
    return tuple(found)


def measured(grounded: Grounded) -> bool:
    """Return whether at least one symptom was looked at."""
    return any(
        grounded.findings[j].truth is not Truth.UNKNOWN
        for node in grounded.symptoms
        for j in grounded.findings_of(node)
    )


def kept_waiting(grounded: Grounded) -> bool:
    """Return whether a symptom could not be looked at because nobody answered in time.

    The guest agent does not count: it is asked only where a person wants it, and may be busy.
    """
    return any(
        isinstance(finding.value, Absent)
        and finding.value.reason is Reason.TIMED_OUT
        and finding.check is not None
        and finding.check.level < Level.L3
        for node in grounded.symptoms
        for finding in (grounded.findings[j] for j in grounded.findings_of(node))
    )
