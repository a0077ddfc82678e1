"""Findings as a report shows them: what was read, against which bound, and how much it weighs."""

from __future__ import annotations

from collections.abc import Iterable

from downstack.catalogue import Catalogue
from downstack.check import Above, AtMost, Clause, Is
from downstack.inference.ground import Finding, Grounded
from downstack.model import CEPH, KUBERNETES, Absent, Level, Reason, Truth
from downstack.model.verdict import Evidence, Unmeasured

_LEVEL_NEEDS = {
    Level.L0: "",
    Level.L1: "libvirt's read-only connection",
    Level.L2: "root on the host",
    Level.L3: "--guest, and the guest agent running",
}


def describe(finding: Finding, catalogue: Catalogue, weight: float = 0.0) -> Evidence:
    """Return a finding with its reading and its bound."""
    if finding.check is None:
        return Evidence(
            entity=finding.node.entity,
            signal="declared",
            help="you said so",
            unit="none",
            value="declared",
            op="is",
            bound="declared",
            holds=finding.truth,
            weight=weight,
        )
    clause = finding.check.clause
    return Evidence(
        entity=finding.node.entity,
        signal=clause.signal.name,
        help=clause.signal.help,
        unit=clause.signal.unit,
        value=finding.value,
        op=operator(clause),
        bound=bound(clause),
        holds=finding.truth,
        weight=weight,
        counted=catalogue.counted(finding.node.owner.id, finding.check),
    )


def operator(clause: Clause) -> str:
    """Return the relation of a clause in words."""
    if isinstance(clause, Above):
        return "above"
    if isinstance(clause, AtMost):
        return "at most"
    return "is" if isinstance(clause, Is) else "is not"


def bound(clause: Clause) -> str:
    """Return what a clause compares with."""
    if isinstance(clause, Above | AtMost):
        return f"{clause.threshold:g}"
    return " or ".join(clause.states)


def unmeasured(grounded: Grounded) -> tuple[Unmeasured, ...]:
    """Return what would have been judged and could not, once per quantity and reason."""
    rows = dict.fromkeys(_gaps(grounded))
    return tuple(sorted(rows, key=lambda row: (row.reason, row.what)))


def _gaps(grounded: Grounded) -> Iterable[Unmeasured]:
    for finding in grounded.findings:
        if finding.check is None or finding.truth is not Truth.UNKNOWN:
            continue
        reason, need = Reason.MALFORMED, ""
        if isinstance(finding.value, Absent):
            reason, need = finding.value.reason, finding.value.need
        if reason is Reason.NOT_APPLICABLE:
            continue
        yield Unmeasured(
            what=finding.check.clause.signal.help,
            reason=str(reason),
            would_need=need or need_of_cluster(finding) or _LEVEL_NEEDS[finding.check.level],
        )


def need_of_cluster(finding: Finding) -> str:
    """Return what an unknown reading of a cluster needs, or nothing of anything else."""
    value, kind = finding.value, finding.node.entity.kind
    if kind not in KUBERNETES | CEPH or not isinstance(value, Absent):
        return ""
    return value.need or ("monitors that answer" if kind in CEPH else "an API server that answers")
