"""Cases of vcpus_pinned_together."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import cpu_room, domain_waits, host_cpu, vcpu
from tests.support.machine import judge

ID = "vcpus_pinned_together"
WAITS = {
    vcpu.USED_RATIO: 0.466,
    vcpu.WANTED_RATIO: 0.999,
    vcpu.DELAY_RATIO: 0.533,
    vcpu.CONTENTION_RATIO: 0.533,
    domain_waits.MAX_DELAY: 0.533,
    cpu_room.USED_BY_GUEST_RATIO: 0.466,
    host_cpu.BUSY_RATIO: 0.538,
    host_cpu.WAITING_RATIO: 0.928,
    cpu_room.IDLE_CPUS_OF_HOST: 0.923,
}
"""A lab guest whose vCPU and a busy neighbour's are pinned to one CPU of two."""
PINNED = {cpu_room.MAX_FORBIDDEN_CPUS: 1.0, vcpu.MAX_PINNED_SHARERS: 2.0}


def test_fires() -> None:
    """Two vCPUs on one CPU, and another CPU is idle."""
    judged = judge(WAITS | PINNED)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_fires_beside_a_program_that_is_no_vcpu() -> None:
    """Pinned alone, and still somebody else is there."""
    judged = judge(WAITS | {cpu_room.MAX_FORBIDDEN_CPUS: 1.0, vcpu.MAX_PINNED_SHARERS: 1.0})

    assert judged.named[0] == ID


def test_twin_is_a_full_host() -> None:
    """A pin on a host without idle CPUs takes nothing from the VM."""
    full = {
        host_cpu.BUSY_RATIO: 0.999,
        host_cpu.WAITING_RATIO: 0.955,
        cpu_room.IDLE_CPUS_OF_HOST: 0.002,
        cpu_room.MAX_FORBIDDEN_CPUS: 1.0,
        vcpu.MAX_PINNED_SHARERS: 1.0,
    }

    assert judge(WAITS | full).probability(ID) < 0.5


def test_vcpu_that_may_run_everywhere_is_excluded_by_a_gate() -> None:
    """Without a pin it is not the pin."""
    assert judge(WAITS).probability(ID) == 0.0


def test_pins_that_harm_nobody_are_no_cause() -> None:
    """Two idle vCPUs may well share a CPU."""
    assert judge(PINNED).named == ()


def test_blind_is_undecided() -> None:
    """Without the affinity nobody clears the definition."""
    denied = Absent(Reason.DENIED)
    judged = judge(WAITS | {cpu_room.MAX_FORBIDDEN_CPUS: denied, vcpu.MAX_PINNED_SHARERS: denied})

    assert judged.standing(Layer.MANAGEMENT, Path.CPU) is not Standing.EXONERATED
