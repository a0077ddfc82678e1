"""How far it reaches and what changed before: the ninth and the tenth question, in one line."""

from __future__ import annotations

from downstack.model.verdict import Diagnosis, Question
from downstack.report.page import clean
from downstack.report.phrase import lower_first

CHANGE, REACH = 9, 10
"""Numbers of "did a recent change happen?" and "one VM, one host, or cluster-wide?"."""


def scope(diagnosis: Diagnosis) -> str:
    """Return "14 of 40 VMs; last change: scrub started 02:50", or "" when not asked."""
    asked = {question.number: question for question in diagnosis.questions}
    parts = []
    if REACH in asked:
        parts.append(_told(asked[REACH]))
    if CHANGE in asked:
        parts.append(f"last change: {_told(asked[CHANGE])}")
    return "; ".join(parts)


def _told(question: Question) -> str:
    """Return the answer; where it is a bare yes, what proves it says more."""
    answer = lower_first(question.answer)
    if answer in {"yes", ""} and question.evidence:
        return clean(question.evidence[0])
    return answer or "not known"
