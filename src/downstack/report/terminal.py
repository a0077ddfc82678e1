"""Lines with tones as rich renderables: colours where the console has them."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group
from rich.text import Text

from downstack.model.verdict import Diagnosis
from downstack.report import answer
from downstack.report.page import Line, Tone

STYLES = {
    Tone.PLAIN: "",
    Tone.STRONG: "bold",
    Tone.GOOD: "green",
    Tone.BAD: "bold red",
    Tone.DOUBT: "yellow",
    Tone.DIM: "dim",
}


def render(diagnosis: Diagnosis, *, width: int = 80) -> Group:
    """Return one answer for a console of *width* columns."""
    return paint(answer.lines(diagnosis, width))


def paint(lines: Iterable[Line]) -> Group:
    """Return lines for a rich console, which decides whether there are colours."""
    return Group(*(_text(line) for line in lines))


def _text(line: Line) -> Text:
    pieces = [(span.text, STYLES[span.tone]) for span in line]
    return Text.assemble(*pieces, no_wrap=True, end="\n")
