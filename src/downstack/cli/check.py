"""`check`: everything wrong or risky on this machine; silent when it is healthy."""

from __future__ import annotations

import sys

from downstack import __version__
from downstack.check import Above, Clause, IsNot
from downstack.cli.evidence import gather
from downstack.cli.exit import Exit
from downstack.cli.look import Look
from downstack.cli.why import Form, console, stamp
from downstack.inference.diagnose import diagnose
from downstack.model import Entity, Kind, Snapshot, Truth
from downstack.model.verdict import AnswerKind
from downstack.registry import load_catalogue
from downstack.signals import pod, workload


def patrol(look: Look, form: Form, *, nagios: bool) -> int:
    """Diagnose this machine and every VM on it; the worst answer is the exit code."""
    from downstack.report import json
    from downstack.report import patrol as report

    gathered = gather(look)
    catalogue = load_catalogue()
    rows = tuple(
        stamp(diagnose(gathered.snapshot, catalogue, target), gathered)
        for target in targets(gathered.snapshot)
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


def targets(snapshot: Snapshot) -> tuple[Entity, ...]:
    """Return what a patrol looks at: this machine from inside, every VM, and the clusters.

    Of a Kubernetes cluster: its control plane, nodes and VMs, and the pods and workloads that are
    not well; thousands that are well have nothing to tell.
    """
    inside = tuple(guest for guest in snapshot.of_kind(Kind.GUEST) if guest.key == "self")
    whole = (Kind.DOMAIN, Kind.CEPH_CLUSTER, Kind.KUBE_CLUSTER, Kind.NODE, Kind.VMI)
    found = tuple(one for kind in whole for one in snapshot.of_kind(kind))
    return (*inside, *found, *_unwell(snapshot)[:MOST])


MOST = 100
"""Pods and workloads of one patrol."""
_UNWELL: dict[Kind, tuple[Clause, ...]] = {
    Kind.POD: (
        Above(pod.UNREADY, 0),
        Above(pod.PENDING, 0),
        Above(pod.RECENT_RESTARTS, 0),
        Above(pod.BLOCKED, 0),
        Above(pod.STARTING, 0),
        Above(pod.FAILED_STARTS, 0),
        IsNot(pod.FAILED, ("no",)),
        Above(pod.MAX_THROTTLED, 0.25),
    ),
    Kind.WORKLOAD: (Above(workload.MISSING, 0), IsNot(workload.REFUSED, ("no",))),
}


def _unwell(snapshot: Snapshot) -> tuple[Entity, ...]:
    return tuple(
        one
        for kind, clauses in _UNWELL.items()
        for one in snapshot.of_kind(kind)
        if any(
            clause.holds(snapshot.value(one, clause.signal.name)) is Truth.TRUE
            for clause in clauses
        )
    )
