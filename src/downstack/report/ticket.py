"""An answer as plain text of 80 columns, to paste into a ticket."""

from __future__ import annotations

from downstack.model.verdict import Diagnosis
from downstack.report import answer
from downstack.report.page import as_text

WIDTH = 80


def render(diagnosis: Diagnosis) -> str:
    """Return the answer as text; no line is wider than 80 columns."""
    return as_text(answer.lines(diagnosis, WIDTH))
