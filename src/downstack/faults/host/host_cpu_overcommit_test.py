"""Cases of host_cpu_overcommit."""

from downstack.model import Absent, Layer, Path, Reason, Value
from downstack.model.verdict import Standing
from downstack.signal import Signal
from downstack.signals import cpu_room, domain_waits, host_cpu, vcpu
from tests.support.machine import judge

ID = "host_cpu_overcommit"
WAITS: dict[Signal, Value] = {
    vcpu.USED_RATIO: 0.450,
    vcpu.WANTED_RATIO: 0.998,
    vcpu.DELAY_RATIO: 0.548,
    vcpu.CONTENTION_RATIO: 0.548,
    domain_waits.MAX_DELAY: 0.548,
    cpu_room.USED_BY_GUEST_RATIO: 0.450,
}
"""A lab guest among four busy ones on a host of two CPUs."""
FULL = {
    host_cpu.BUSY_RATIO: 0.999,
    host_cpu.WAITING_RATIO: 0.955,
    cpu_room.IDLE_CPUS_OF_HOST: 0.002,
}
"""Its host."""


def test_fires() -> None:
    """VCPUs wait, and no CPU is idle."""
    judged = judge(WAITS | FULL)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8
    assert judged.standing(Layer.HOST, Path.CPU) is Standing.AT_FAULT


def test_twin_is_a_pin_beside_an_idle_cpu() -> None:
    """On half the host nobody can be short of CPUs as a whole."""
    pinned = {
        host_cpu.BUSY_RATIO: 0.538,
        host_cpu.WAITING_RATIO: 0.928,
        cpu_room.IDLE_CPUS_OF_HOST: 0.923,
        cpu_room.MAX_FORBIDDEN_CPUS: 1.0,
        vcpu.MAX_PINNED_SHARERS: 2.0,
    }

    assert judge(WAITS | pinned).probability(ID) < 0.5


def test_twin_is_a_quota() -> None:
    """The same wait, but the kernel counts it as throttling, and a CPU is idle."""
    quota = {
        vcpu.CONTENTION_RATIO: 0.007,
        cpu_room.QUOTA_DELAY_RATIO: 0.491,
        cpu_room.MAX_THROTTLED_PERIODS_RATIO: 1.0,
        host_cpu.BUSY_RATIO: 0.757,
        host_cpu.WAITING_RATIO: 0.351,
    }

    assert judge(WAITS | quota).probability(ID) < 0.5


def test_busy_host_whose_vm_does_not_wait_is_no_cause() -> None:
    """A full host harms nobody who gets his turn: steal of a neighbour only."""
    assert judge(FULL).named == ()


def test_blind_is_undecided() -> None:
    """Who waits without anybody knowing for what: nobody is named, nobody cleared."""
    denied = Absent(Reason.DENIED)
    blind = dict.fromkeys(
        (
            vcpu.CONTENTION_RATIO,
            cpu_room.QUOTA_DELAY_RATIO,
            cpu_room.MAX_FORBIDDEN_CPUS,
            host_cpu.BUSY_RATIO,
            host_cpu.WAITING_RATIO,
            cpu_room.IDLE_CPUS_OF_HOST,
            vcpu.MAX_PINNED_SHARERS,
        ),
        denied,
    )
    judged = judge(WAITS | blind)

    assert judged.probability(ID) < 0.8
    assert judged.standing(Layer.HOST, Path.CPU) is not Standing.EXONERATED
