"""Tests of the first sentence."""

from dataclasses import replace

import pytest

from downstack.model import Layer, Truth
from downstack.model.verdict import Evidence
from downstack.report.headline import sentence
from downstack.report.page import Tone
from downstack.signals import domain, qemu_process
from tests.support.diagnoses import (
    BLIND,
    CAUSE,
    DB1,
    HEALTHY,
    SERVER,
    SICK,
    reading_of_signal,
)

PAUSED = reading_of_signal(
    DB1, domain.STATE_REASON.name, "paused_ioerror", "", op="is", holds=Truth.TRUE
)
CRASHED = replace(PAUSED, value="shutoff_crashed")
HUNG = replace(PAUSED, signal=qemu_process.PROCESS_STATE.name, value="stopped")
SHORT = replace(CAUSE, title="Its store is slow", entity=SERVER, evidence_for=())
WHERE = "its store is slow (backend /run/nbd/db1.sock)"


@pytest.mark.parametrize(
    ("p", "start"),
    [
        (0.97, "db1 is slow because of STORAGE (0.97)"),
        (0.85, "db1 is slow, very likely because of STORAGE (0.85)"),
        (0.6, "db1 is slow, probably because of STORAGE (0.60)"),
    ],
)
def test_cause_is_said_as_surely_as_it_is_known(p: float, start: str) -> None:
    """engine.md 2.4."""
    cause = replace(SHORT, probability=p)

    assert sentence(replace(SICK, causes=(cause,))) == (f"{start}: {WHERE}", Tone.BAD)


@pytest.mark.parametrize(
    ("proof", "word"), [(PAUSED, "paused"), (CRASHED, "stopped"), (HUNG, "hung")]
)
def test_vm_that_does_not_run_is_not_called_slow(proof: Evidence, word: str) -> None:
    """The reading of the symptom says what it is."""
    answer = replace(SICK, symptom_evidence=(proof,), causes=(SHORT,))

    assert sentence(answer)[0] == f"db1 is {word} because of STORAGE (0.97): {WHERE}"
    assert sentence(replace(answer, condition="saved"))[0].startswith("db1 is saved because")


def test_what_is_on_no_path_is_told_by_its_symptom() -> None:
    """A VM that nobody can manage is not slow."""
    cause = replace(SHORT, path=None, probability=0.9)

    assert sentence(replace(SICK, causes=(cause,)))[0] == (
        f"db1: the VM waits for its disk, very likely because of STORAGE (0.90): {WHERE}"
    )
    assert sentence(replace(SICK, causes=(replace(cause, probability=0.99),)))[0] == (
        f"db1: the VM waits for its disk, because of STORAGE (0.99): {WHERE}"
    )


def test_two_causes_share_the_sentence() -> None:
    """What each is stands below."""
    host = replace(SHORT, layer=Layer.HOST, probability=0.91)

    assert sentence(replace(SICK, causes=(SHORT, host)))[0] == (
        "db1 is slow because of STORAGE (0.97) and very likely HOST (0.91): 2 causes at once"
    )


def test_fine_is_said_only_where_everything_is_cleared() -> None:
    """What was not measured is not fine."""
    open_ = replace(HEALTHY, layers=(*HEALTHY.layers, BLIND.layers[0]))

    assert sentence(HEALTHY)[0] == (
        "db1 is fine: no symptom in 2 s; 12 of 12 places in the stack cleared"
    )
    assert sentence(open_)[0] == (
        "db1 shows no symptom in 2 s; 12 of 13 places in the stack cleared, 1 undecided"
    )


def test_undecided_names_suspects_and_where_to_look() -> None:
    """Never a fake winner."""
    blank = replace(BLIND, symptoms=(), suspects=(), next_steps=())
    paused = replace(blank, symptom_evidence=(PAUSED,))

    text, tone = sentence(BLIND)

    assert tone is Tone.DOUBT
    assert text == (
        "db1: the VM waits for its disk, but why is UNDECIDED; suspected: STORAGE (0.41, the "
        "storage under a disk answers slowly), MANAGEMENT (0.33, the disk is throttled by "
        "iotune); what would decide is under next"
    )
    assert sentence(blank)[0] == (
        "db1 is UNDECIDED: nothing was measured that would show whether it suffers"
    )
    assert sentence(paused)[0] == "db1 is paused, but why is UNDECIDED"


def test_without_suspects_the_open_layers_are_named() -> None:
    """From the doubtful faults of the cells."""
    layers = tuple(replace(cell, because=("some_fault",)) for cell in BLIND.layers[:8])

    assert sentence(replace(BLIND, suspects=(), layers=layers))[0] == (
        "db1: the VM waits for its disk, but why is UNDECIDED; suspected: GUEST and MANAGEMENT; "
        "what would decide is under next"
    )
