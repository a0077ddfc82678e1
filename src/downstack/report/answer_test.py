"""Tests of the parts of an answer that the goldens do not show."""

from dataclasses import replace

from downstack.model import Layer, Path
from downstack.model.verdict import Diagnosis, Question
from downstack.report import answer, matrix
from downstack.report.gaps import cleared, most_helpful
from downstack.report.page import as_text
from downstack.report.remedies import forbidden
from downstack.report.scope import scope
from tests.support.diagnoses import BLIND, CAUSE, HEALTHY, SICK


def text(diagnosis: Diagnosis) -> str:
    """Return the page on lines so long that nothing is broken."""
    return as_text(answer.lines(diagnosis, 1000))


def test_two_causes_are_told_one_by_one() -> None:
    """Each with its share of the trouble."""
    host = replace(CAUSE, layer=Layer.HOST, title="The host is full", responsibility=0.3, chain=())
    page = text(replace(SICK, causes=(replace(CAUSE, responsibility=0.62), host)))

    assert "  STORAGE 0.97, 62 % of it: the storage under a disk answers slowly" in page
    assert "  HOST 0.97, 30 % of it: the host is full" in page
    assert page.count("do NOT restart the VM") == 2
    assert "  fix HOST [safe]: give the server" in page
    assert "  confirm HOST: iostat" in page


def test_causes_that_look_alike_are_not_told_apart() -> None:
    """And neighbours are named."""
    cause = replace(CAUSE, same_evidence=("a", "b"), witness=("neighbours: db2 45 %",))
    page = text(replace(SICK, causes=(cause,)))

    assert "  or a and b: what was measured cannot tell them apart" in page
    assert "  neighbours: db2 45 %" in page


def test_risks_and_errors_of_ours_are_told_apart_from_causes() -> None:
    """A third thing in the report."""
    risk = replace(CAUSE, title="The disk is emulated", evidence_for=())
    answer_ = replace(HEALTHY, risks=(risk,) * 4, errors=("meminfo: bad",))

    assert (
        "  risk: the disk is emulated (backend /run/nbd/db1.sock); "
        "the disk is emulated (backend /run/nbd/db1.sock); "
        "the disk is emulated (backend /run/nbd/db1.sock); and 1 more"
    ) in text(answer_)
    assert "  errors: 1 of our own: meminfo: bad" in text(answer_)
    assert "  also here: the disk is emulated" in text(replace(SICK, risks=(risk,)))


def test_wait_is_felt_in_the_guest_only_where_it_is_to_blame() -> None:
    """A slow hop that hurts nobody is no alarm."""
    idle = replace(HEALTHY, hops=SICK.hops)
    felt = as_text(matrix.lines(SICK.layers, SICK.hops))

    assert "guest        ok          ok          811 ms !    ok" in felt
    assert "811 ms" not in text(idle)
    assert "guest wait 811 ms" in text(replace(BLIND, hops=SICK.hops))


def test_layers_without_anything_are_not_shown() -> None:
    """Hardware did not apply."""
    page = as_text(matrix.lines(SICK.layers, ()))

    assert "hardware" not in page
    assert "storage                              AT FAULT" in page
    assert matrix.lines((), SICK.hops) == []


def test_worst_of_several_entities_stands_for_its_path() -> None:
    """One line for each path, however many disks there are."""
    other = tuple(
        replace(hop, entity=SICK.target, mean_seconds=0.001, path=Path.STORAGE) for hop in SICK.hops
    )
    page = text(replace(SICK, hops=(*other, *SICK.hops)))

    assert (
        "  db1/vda: guest wait 811 ms = guest 0.4 + QEMU and NBD server 811 (limit 30), worst of 2"
    ) in page


def test_each_layer_is_cleared_by_the_number_that_tells_most() -> None:
    """In the order of the stack; of several alike the one that is nearest to its bound.

    What is about a path comes before what is about a state.
    """
    assert cleared(SICK.cleared) == (
        "management by db1/vda limit is none (not set); host by vCPU run delay 0.1 % (limit 5 %), "
        "worst of 2; network by vnet3 dropped 0 % (limit 1 %); and 4 more"
    )


def test_one_right_would_help_most() -> None:
    """Counted over everything that is missing."""
    assert most_helpful(BLIND.absent) == (
        "libvirt's read-only connection (3 of 6 missing readings)"
    )
    assert most_helpful(()) == ""


def test_warning_reads_the_same_however_it_was_written() -> None:
    """The catalogue has many authors."""
    assert forbidden("Do not reboot") == "do NOT reboot"
    assert forbidden("reboot") == "do NOT reboot"
    assert forbidden("never reboot") == "do NOT reboot"


def test_scope_is_told_only_where_it_is_known() -> None:
    """A bare yes is replaced by its proof."""

    def asked(change: str, reach: str, *proofs: str) -> str:
        rows = (
            Question(number=9, question="", answer=change, evidence=proofs),
            Question(number=10, question="", answer=reach),
        )
        return scope(replace(SICK, questions=rows))

    assert asked("yes", "1 of 2 VMs", "scrub 02:50") == "1 of 2 VMs; last change: scrub 02:50"
    assert asked("see the readings", "not known", "domain_job: not_asked") == ""
    assert asked("not known", "One VM") == "one VM"
    assert scope(HEALTHY) == ""
