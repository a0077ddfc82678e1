"""`check`: everything wrong or risky on this machine; silent when it is healthy."""

from __future__ import annotations

import sys

from downstack import __version__
from downstack.cli.evidence import Look, gather
from downstack.cli.exit import Exit
from downstack.cli.why import Form, console, stamp
from downstack.inference.diagnose import diagnose
from downstack.model import Entity, Kind, Snapshot
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
    """Return what a patrol looks at: this machine from inside, every VM, and the Ceph cluster."""
    inside = tuple(guest for guest in snapshot.of_kind(Kind.GUEST) if guest.key == "self")
    return (*inside, *snapshot.of_kind(Kind.DOMAIN), *snapshot.of_kind(Kind.CEPH_CLUSTER))
