"""`check`: everything wrong or risky on this machine; silent when it is healthy."""

from __future__ import annotations

import sys

from downstack import __version__
from downstack.catalogue import Catalogue
from downstack.check import Clause
from downstack.cli.evidence import gather
from downstack.cli.exit import Exit
from downstack.cli.look import Look
from downstack.cli.why import Form, console, stamp
from downstack.inference.diagnose import diagnose
from downstack.model import Entity, Kind, Snapshot, Truth
from downstack.model.verdict import AnswerKind
from downstack.registry import load_catalogue


def patrol(look: Look, form: Form, *, nagios: bool) -> int:
    """Diagnose this machine and every VM on it; the worst answer is the exit code."""
    from downstack.report import json
    from downstack.report import patrol as report

    gathered = gather(look)
    catalogue = load_catalogue()
    rows = tuple(
        stamp(diagnose(gathered.snapshot, catalogue, target), gathered)
        for target in targets(gathered.snapshot, catalogue)
    )
    if form.json:
        sys.stdout.write(json.encode_all(rows, __version__).decode() + "\n")
    elif nagios:
        sys.stdout.write(report.nagios(rows) + "\n")
    else:
        out = console(form)
        out.print(report.render(rows, width=out.width))
    answers = {row.answer for row in rows}
    if AnswerKind.CAUSE in answers:
        return Exit.CAUSE
    return Exit.UNDECIDED if AnswerKind.UNDECIDED in answers else Exit.HEALTHY


def targets(snapshot: Snapshot, catalogue: Catalogue) -> tuple[Entity, ...]:
    """Return what a patrol looks at: this machine from inside, every VM, and the clusters.

    Of a Kubernetes cluster: its control plane, nodes and VMs, and the pods and workloads that are
    not well; thousands that are well have nothing to tell.
    """
    inside = tuple(guest for guest in snapshot.of_kind(Kind.GUEST) if guest.key == "self")
    whole = (Kind.DOMAIN, Kind.CEPH_CLUSTER, Kind.KUBE_CLUSTER, Kind.NODE, Kind.VMI)
    found = tuple(one for kind in whole for one in snapshot.of_kind(kind))
    return (*inside, *found, *_unwell(snapshot, catalogue)[:MOST])


MOST = 100
"""Pods and workloads of one patrol."""
_MANY = (Kind.POD, Kind.WORKLOAD)


def _unwell(snapshot: Snapshot, catalogue: Catalogue) -> tuple[Entity, ...]:
    """Return those of which there are many and that show a symptom of the catalogue."""
    shown: dict[Kind, list[Clause]] = {kind: [] for kind in _MANY}
    for effect in catalogue.effects:
        if effect.symptom and effect.of in shown:
            shown[effect.of] += [check.clause for check in effect.checks]
    return tuple(
        one
        for kind, clauses in shown.items()
        for one in snapshot.of_kind(kind)
        if any(
            clause.holds(snapshot.value(one, clause.signal.name)) is Truth.TRUE
            for clause in clauses
        )
    )
