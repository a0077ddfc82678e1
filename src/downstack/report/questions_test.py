"""Tests of the ten questions."""

from dataclasses import replace

from downstack.model.verdict import Question
from downstack.report.page import Tone, as_text
from downstack.report.questions import lines
from tests.support.diagnoses import BLIND, SICK


def test_ten_questions_in_their_order() -> None:
    """Each with its proof below."""
    shuffled = replace(SICK, questions=SICK.questions[::-1])
    rows = as_text(lines(shuffled, 120)).split("\n")

    assert rows[3:5] == ["   1 Is the VM running? yes", "       domain_state is running"]
    assert rows[-1] == "  10 Is it one VM, one host, or cluster-wide? 1 of 40 VMs on this host"


def test_fault_stands_out_and_ignorance_too() -> None:
    """To the eye that runs over ten lines."""
    rows = [
        Question(number=number, question="?", answer=answer)
        for number, answer in enumerate(("no: at fault", "not known", "yes"), start=1)
    ]
    tones = [line[-1].tone for line in lines(replace(SICK, questions=tuple(rows)), 80)[-3:]]

    assert tones == [Tone.BAD, Tone.DOUBT, Tone.STRONG]


def test_questions_that_nobody_asked_are_not_invented() -> None:
    """A target that could not be found in the snapshot."""
    assert as_text(lines(replace(BLIND, questions=()), 1000)).endswith(
        "  the ten questions were not asked of this target"
    )
