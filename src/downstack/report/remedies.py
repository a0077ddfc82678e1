"""What to do: the fix with its risk, what not to do, and the next measurement."""

from __future__ import annotations

import re

from downstack.model.verdict import Advice, Cause, Diagnosis
from downstack.report.page import Line, Tone, clean, command, item, paragraph
from downstack.report.phrase import brief

FIXES, MEASURES = 3, 2
"""Fixes shown for one cause, and measurements named for the next step."""
TONES = {"safe": Tone.GOOD, "disruptive": Tone.DOUBT}
_FORBIDDEN = re.compile(r"^(?:do not|don't|never)\s+", re.IGNORECASE)


def fix(cause: Cause, width: int, of: str = "") -> list[Line]:
    """Return the remedies of one cause and how a person confirms it; *of* several, of which."""
    lines: list[Line] = []
    several = len({advice.platform for advice in cause.remedies}) > 1
    for advice in cause.remedies[:FIXES]:
        lines += _one(advice, width, of, on=f"{clean(advice.platform)}: " if several else "")
    return (
        lines + _to_run(f"confirm {of}".rstrip(), cause.confirm, width) if cause.confirm else lines
    )


def _to_run(label: str, text: str, width: int) -> list[Line]:
    """Return a command beside its label where it fits, else below it, fit to copy."""
    lines = item(label, text, width)
    return lines if len(lines) == 1 else item(label, "", width) + command(text, width)


def _one(advice: Advice, width: int, of: str, on: str) -> list[Line]:
    versions = f" ({clean(advice.versions)})" if advice.versions else ""
    label = f"fix {of} [{clean(advice.risk)}]"
    tone = TONES.get(advice.risk, Tone.BAD)
    lines = item(label, f"{on}{clean(advice.text)}{versions}", width, tone)
    if advice.command:
        lines += command(advice.command, width)
    if advice.do_not:
        lines += paragraph(forbidden(advice.do_not), width, Tone.BAD, indent=4)
    return lines


def forbidden(text: str) -> str:
    """Return the warning as "do NOT ...", however it was written."""
    return f"do NOT {_FORBIDDEN.sub('', clean(text))}"


def next_step(diagnosis: Diagnosis, width: int) -> list[Line]:
    """Return the measurement that tells most for its price, and its command."""
    if not diagnosis.next_steps:
        return []
    step = diagnosis.next_steps[0]
    parts = [brief(part, 70) for part in step.measure.split("; ")]
    more = len(parts) - MEASURES
    told = [*parts[:MEASURES], f"{more} more"] if more > 0 else parts
    tells = f"would tell: {', '.join(told)}"
    if not step.command:
        return item("next", tells, width)
    return _to_run("next", step.command, width) + paragraph(tells, width, indent=4)
