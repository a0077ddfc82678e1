"""The ten questions of every answer, each with its evidence."""

from __future__ import annotations

from rich.console import Group

from downstack.model.verdict import Diagnosis, Question
from downstack.report import headline
from downstack.report.page import BLANK, Line, Span, Tone, clean, paragraph
from downstack.report.terminal import paint

UNKNOWN = ("undecided", "unknown", "not ")
"""How the answer to a question begins that nobody could answer."""


def render(diagnosis: Diagnosis, *, width: int = 80) -> Group:
    """Return the sentence of the answer, then the ten questions."""
    return paint(lines(diagnosis, width))


def lines(diagnosis: Diagnosis, width: int) -> list[Line]:
    """Return the same as lines, for a page without colours."""
    text, tone = headline.sentence(diagnosis)
    page = [*paragraph(text, width, tone), BLANK]
    for question in sorted(diagnosis.questions, key=lambda one: one.number):
        page += _one(question, width)
    if not diagnosis.questions:
        page += paragraph("the ten questions were not asked of this target", width, indent=2)
    return page


def _one(question: Question, width: int) -> list[Line]:
    head = f"{question.number} {clean(question.question)}"
    answer = clean(question.answer) or "undecided"
    tone = Tone.DOUBT if answer.lower().startswith(UNKNOWN) else Tone.STRONG
    tone = Tone.BAD if answer.endswith("at fault") else tone
    indent = 4 - len(str(question.number))
    first, *rest = paragraph(f"{head} {answer}", width, indent=indent)
    page: list[Line] = [first, *rest]
    if not rest:
        text = first[0].text
        page = [(Span(text.removesuffix(answer)), Span(answer, tone))]
    for proof in question.evidence:
        page += paragraph(proof, width, indent=7)
    return page
