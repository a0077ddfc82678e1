"""Tests of what `check` prints."""

from dataclasses import replace

from downstack.model import Entity, Kind
from downstack.report.page import as_text
from downstack.report.patrol import NagiosState, lines, nagios, nagios_state
from tests.support.diagnoses import BLIND, CAUSE, HEALTHY, SICK

WEB1 = Entity(Kind.DOMAIN, "77", "web1")
RISK = replace(CAUSE, fault="emulated_disk_bus", title="The disk is emulated", evidence_for=())


def text(*diagnoses: object) -> str:
    """Return the patrol on lines so long that nothing is broken."""
    return as_text(lines(diagnoses, 1000))  # type: ignore[arg-type]


def test_healthy_host_gets_one_line() -> None:
    """Silent otherwise."""
    assert text(HEALTHY, HEALTHY) == "all fine: 2 VMs without a symptom in 2 s"


def test_one_fault_is_told_once_for_all_that_suffer() -> None:
    """The store of two VMs."""
    page = text(SICK, replace(SICK, target=WEB1), HEALTHY)

    assert page.startswith("1 finding on 3 VMs\n")
    assert page.count("the storage under a disk answers slowly") == 1
    assert "on db1 and web1; downstack why db1" in page


def test_risks_and_undecided_follow_the_findings() -> None:
    """In this order, each with its number."""
    page = text(SICK, BLIND, replace(HEALTHY, risks=(RISK,)))

    assert page.startswith("1 finding and 1 risk on 3 VMs, 1 undecided\n")
    assert "  UNDECIDED: db1: the VM waits for its disk\n" in page
    assert page.index("UNDECIDED") < page.index("risks, none of them hurts now")
    assert "  errors: 1 of our own: kernel_log: permission denied" in page


def test_risk_of_many_vms_is_told_once() -> None:
    """Each VM has a disk of its own, and all of them the same habit."""
    other = replace(RISK, entity=Entity(Kind.DISK, "77/hda", "web1/hda"))
    page = text(replace(HEALTHY, risks=(RISK,)), replace(HEALTHY, target=WEB1, risks=(other,)))

    assert page.startswith("0 findings and 1 risk on 2 VMs")
    assert "on db1 and web1; downstack why db1" in page


def test_targets_in_one_situation_share_a_line() -> None:
    """Ten VMs that nobody could look at."""
    blank = replace(BLIND, symptoms=(), next_steps=(), errors=())
    others = [replace(blank, target=Entity(Kind.DOMAIN, str(n), f"vm{n}")) for n in range(6)]

    assert text(*others) == (
        "0 findings on 6 VMs, 6 undecided\n\n"
        "  UNDECIDED: vm0, vm1, vm2, vm3 and 2 more: could not be measured"
    )


def test_nagios_gets_one_line_with_numbers() -> None:
    """A cause is critical."""
    assert nagios([SICK, HEALTHY]) == (
        "DOWNSTACK CRITICAL - db1 is slow because of STORAGE (0.97): the storage under a disk "
        "answers slowly (backend /run/nbd/db1.sock): db1/vda wait 811 ms (limit 30 ms) | "
        "causes=1;;0;0 undecided=0;0;;0 risks=0;;;0 targets=2;;;0 time=3.100s;;;0 cpu=0.400s;;;0"
    )
    assert nagios([HEALTHY]).startswith(
        "DOWNSTACK OK - all fine: 1 VM without a symptom in 2 s | causes=0;;0;0 "
    )


def test_nagios_state_is_the_worst() -> None:
    """A symptom without a cause warns; what could not be seen is unknown."""
    unseen = replace(BLIND, symptoms=())

    assert nagios_state([HEALTHY, BLIND, SICK]) is NagiosState.CRITICAL
    assert nagios_state([HEALTHY, BLIND]) is NagiosState.WARNING
    assert nagios_state([HEALTHY, unseen]) is NagiosState.UNKNOWN
    assert nagios_state([HEALTHY]) is NagiosState.OK
    assert nagios_state([]) is NagiosState.UNKNOWN


def test_nothing_found_is_said() -> None:
    """Not the same as all fine."""
    assert text() == "nothing to look at was found here"
