"""`map`: what a target stands on, and what stands on it."""

from __future__ import annotations

import json
import sys

from downstack.cli.evidence import gather
from downstack.cli.exit import Exit
from downstack.cli.look import Look
from downstack.cli.target import resolve
from downstack.cli.why import Form, console


def show_map(text: str, look: Look, form: Form) -> int:
    """Print everything beneath and above a target with its readings."""
    from downstack.report import map as report

    snapshot = gather(look).snapshot
    target = resolve(text, snapshot)
    if form.json:
        sys.stdout.write(json.dumps(report.encode(snapshot, target), indent=1) + "\n")
    else:
        out = console(form)
        out.print(report.render(snapshot, target, width=out.width))
    return Exit.HEALTHY
