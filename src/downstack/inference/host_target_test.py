"""Tests of `why host/NAME`: the host's sick VMs are judged together."""

from downstack.inference.diagnose import diagnose
from downstack.model import Entity, Snapshot
from downstack.registry import load_catalogue
from downstack.report.headline import sentence
from downstack.signals import cpu_room, domain, domain_waits, host_cpu, vcpu
from tests.support.machine import HOST, Readings, machine

FULL: Readings = {
    vcpu.DELAY_RATIO: 0.6,
    vcpu.CONTENTION_RATIO: 0.6,
    vcpu.WANTED_RATIO: 0.99,
    domain_waits.MAX_DELAY: 0.6,
    host_cpu.BUSY_RATIO: 0.999,
    host_cpu.WAITING_RATIO: 0.95,
    cpu_room.IDLE_CPUS_OF_HOST: 0.0,
}


def said(snapshot: Snapshot, host: Entity = HOST) -> str:
    """Return the first sentence about a host."""
    return sentence(diagnose(snapshot, load_catalogue(), host))[0]


def test_host_is_blamed_for_what_its_vms_suffer() -> None:
    """The VM is counted once, with the guest inside it."""
    text = said(machine(FULL))

    assert text.startswith("h1: its VM db1 suffers, because of HOST")
    assert "the host has more runnable vCPUs than CPUs" in text


def test_host_with_healthy_vms_is_healthy() -> None:
    """All of them were looked at."""
    assert said(machine()).startswith("h1 shows no symptom")


def test_host_without_vms_is_undecided() -> None:
    """Nobody is there who could suffer."""
    assert said(Snapshot((HOST,))) == "h1 is UNDECIDED: no VM was found on it that could suffer"


def test_a_stopped_vm_does_not_stop_its_host() -> None:
    """The word for the VM's state is not the host's."""
    gone: Readings = {domain.STATE: "shutoff", domain.STATE_REASON: "shutoff_crashed"}

    assert said(machine(gone)).startswith("h1: its VM db1 suffers")
