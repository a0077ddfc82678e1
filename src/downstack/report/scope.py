"""How far it reaches and what changed before: the ninth and the tenth question, in one line."""

from __future__ import annotations

from downstack.model import Reason
from downstack.model.verdict import Diagnosis, Question
from downstack.report.page import clean
from downstack.report.phrase import lower_first

CHANGE, REACH = 9, 10
"""Numbers of "did a recent change happen?" and "one VM, one host, or cluster-wide?"."""
BARE = {"", "yes", "see the readings"}
UNKNOWN = ("not known", "undecided", "unknown")


def scope(diagnosis: Diagnosis) -> str:
    """Return "14 of 40 VMs; last change: scrub started 02:50", or "" when not known."""
    asked = {question.number: question for question in diagnosis.questions}
    told = {number: _told(asked[number]) for number in (REACH, CHANGE) if number in asked}
    heads = {REACH: "", CHANGE: "last change: "}
    return "; ".join(f"{heads[number]}{text}" for number, text in told.items() if text)


def _told(question: Question) -> str:
    """Return the answer, or what proves a bare one; "" when it is not known."""
    answer = lower_first(question.answer)
    if answer in BARE:
        proofs = [clean(proof) for proof in question.evidence if not _is_gap(proof)]
        return proofs[0] if proofs else ""
    return "" if answer.startswith(UNKNOWN) else answer


def _is_gap(proof: str) -> bool:
    """Return whether a proof only says why there is none: "domain_job: not_asked"."""
    return any(f": {reason}" in proof for reason in Reason)
