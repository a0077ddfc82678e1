"""Tests of the source whose readings contradict all others."""

from dataclasses import replace

from downstack.inference.distrust import distrust
from downstack.inference.ground import Grounded, ground
from downstack.model import Truth
from downstack.registry import load_catalogue
from tests.support.machine import DOMAIN, GUEST, machine

CATALOGUE = load_catalogue()


def alarming(source: str) -> Grounded:
    """Return the healthy machine, but for all that one source says."""
    grounded = ground(machine(), CATALOGUE, (DOMAIN, GUEST))
    findings = tuple(
        replace(finding, truth=Truth.TRUE)
        if finding.check and CATALOGUE.sources.get(finding.check.clause.signal.name) == source
        else finding
        for finding in grounded.findings
    )
    return replace(grounded, findings=findings)


def truths(grounded: Grounded, source: str) -> set[Truth]:
    """Return what the findings of one source say."""
    return {
        finding.truth
        for finding in grounded.findings
        if finding.check and CATALOGUE.sources.get(finding.check.clause.signal.name) == source
    }


def test_source_that_alarms_about_everything_is_set_aside() -> None:
    """The guest swaps, starves, kills and waits, and nobody else sees any of it."""
    sound, broken = distrust(alarming("inside"), CATALOGUE.sources)

    assert broken == "inside"
    assert truths(sound, "inside") == {Truth.UNKNOWN}
    assert Truth.FALSE in truths(sound, "domstats")


def test_source_whose_alarms_one_fault_explains_is_believed() -> None:
    """A slow disk shows in all that libvirt counts of it."""
    assert distrust(alarming("domstats"), CATALOGUE.sources)[1] == ""


def test_healthy_machine_has_no_broken_source() -> None:
    """Nothing is odd, nothing is inferred."""
    grounded = ground(machine(), CATALOGUE, (DOMAIN, GUEST))

    assert distrust(grounded, CATALOGUE.sources) == (grounded, "")


def test_derived_signal_has_the_source_of_its_parts() -> None:
    """A rate comes from its counter; what two collectors have part in comes from neither."""
    assert CATALOGUE.sources["domain_max_disk_wait_seconds"] == "domstats"
    assert "vcpu_contention_ratio" not in CATALOGUE.sources
