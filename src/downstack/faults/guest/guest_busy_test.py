"""Cases of guest_busy."""

from downstack.model import Layer, Path
from downstack.model.verdict import Standing
from downstack.signals import cpu_room, domain_waits, guest, host_cpu, vcpu
from tests.support.machine import judge

ID = "guest_busy"
BUSY = {
    vcpu.USED_RATIO: 0.992,
    vcpu.WANTED_RATIO: 0.998,
    vcpu.DELAY_RATIO: 0.006,
    vcpu.CONTENTION_RATIO: 0.006,
    domain_waits.MAX_DELAY: 0.006,
    cpu_room.USED_BY_GUEST_RATIO: 0.992,
    host_cpu.BUSY_RATIO: 0.526,
}
"""A lab guest that computes on a host with a CPU to spare."""
QUEUE = {guest.CPU_WAITING_RATIO: 0.98, guest.RUNNABLE_PER_CPU: 3.0}
DECLARED = frozenset({Path.CPU})


def test_fires_where_tasks_inside_wait() -> None:
    """The guest's own kernel counts a queue."""
    judged = judge(BUSY | QUEUE)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_fires_where_somebody_complains() -> None:
    """Busy, nobody holds it back, and a person says that it is slow (D13)."""
    judged = judge(BUSY, DECLARED)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_busy_guest_of_which_nobody_complains_is_healthy() -> None:
    """To compute is what it is for."""
    assert judge(BUSY).diagnosis.answer == "healthy"


def test_queue_of_an_idle_guest_is_our_own_sample() -> None:
    """A scored healthy run: 7 tasks on 2 vCPUs at one moment, of which 0.2 were used."""
    idle = {cpu_room.WANTED_BY_GUEST_CPUS: 0.21, guest.RUNNABLE_PER_CPU: 3.5}

    assert judge(idle).diagnosis.answer == "healthy"
    assert judge(idle).named == ()


def test_twin_is_a_vcpu_that_waits() -> None:
    """What the host withholds is not the guest's own work."""
    waits = {
        vcpu.USED_RATIO: 0.450,
        vcpu.DELAY_RATIO: 0.548,
        vcpu.CONTENTION_RATIO: 0.548,
        domain_waits.MAX_DELAY: 0.548,
        cpu_room.USED_BY_GUEST_RATIO: 0.450,
        host_cpu.BUSY_RATIO: 0.999,
        host_cpu.WAITING_RATIO: 0.955,
        cpu_room.IDLE_CPUS_OF_HOST: 0.0,
    }
    judged = judge(BUSY | waits | QUEUE, DECLARED)

    assert judged.named[0] == "host_cpu_overcommit"
    assert judged.probability(ID) < 0.5


def test_blind_is_undecided() -> None:
    """A complaint about a guest into which nobody looked clears nobody inside."""
    judged = judge(declared=DECLARED)

    assert judged.standing(Layer.GUEST, Path.CPU) is not Standing.EXONERATED
