"""Tests of what a person's complaint does to an answer."""

from downstack.model import Absent, Path, Reason
from downstack.signals import domain, domain_waits, guest_state
from tests.support.machine import judge


def test_complaint_alone_names_no_cause() -> None:
    """Nothing was measured: whatever is likely stays a suspect."""
    silent = Absent(Reason.NOT_ASKED)
    hidden = {domain_waits.MAX_DISK_WAIT: silent, guest_state.FREEZE: silent}
    diagnosis = judge(hidden, frozenset({Path.STORAGE})).diagnosis

    assert diagnosis.answer == "undecided"
    assert diagnosis.causes == ()
    assert "complaint_storage" in {link.id for link in diagnosis.symptoms}


def test_complaint_needs_one_explanation_only() -> None:
    """Frozen filesystems explain "the disk": no other symptom of the path has to be there."""
    judged = judge({guest_state.FREEZE: "frozen"}, frozenset({Path.STORAGE}))

    assert judged.named == ("guest_frozen",)


def test_machine_that_does_not_boot_for_no_measured_reason_is_undecided() -> None:
    """`--symptom boot` on a VM that runs, by all that can be seen."""
    diagnosis = judge({}, frozenset({None})).diagnosis

    assert diagnosis.answer == "undecided"
    assert diagnosis.causes == ()


def test_stopped_vm_explains_that_it_does_not_boot() -> None:
    """A crash that libvirt saw."""
    gone = {domain.STATE: "shutoff", domain.STATE_REASON: "shutoff_crashed"}

    assert judge(gone, frozenset({None})).named == judge(gone).named
