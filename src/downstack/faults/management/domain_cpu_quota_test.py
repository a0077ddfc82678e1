"""Cases of domain_cpu_quota."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import cpu_room, disk, domain_waits, host_cpu, vcpu
from tests.support.machine import judge

ID = "domain_cpu_quota"
WAITS = {
    vcpu.USED_RATIO: 0.500,
    vcpu.WANTED_RATIO: 0.999,
    vcpu.DELAY_RATIO: 0.498,
    vcpu.CONTENTION_RATIO: 0.007,
    domain_waits.MAX_DELAY: 0.498,
    cpu_room.USED_BY_GUEST_RATIO: 0.500,
    host_cpu.BUSY_RATIO: 0.757,
    host_cpu.WAITING_RATIO: 0.351,
}
QUOTA = {cpu_room.QUOTA_DELAY_RATIO: 0.491, cpu_room.MAX_THROTTLED_PERIODS_RATIO: 1.0}
"""A busy lab guest that was allowed half a CPU."""


def test_fires() -> None:
    """All of the wait is throttling."""
    judged = judge(WAITS | QUOTA)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_full_host() -> None:
    """A quota that is hardly used up does not explain the wait."""
    contended = {
        vcpu.CONTENTION_RATIO: 0.540,
        cpu_room.QUOTA_DELAY_RATIO: 0.008,
        cpu_room.MAX_THROTTLED_PERIODS_RATIO: 0.05,
        host_cpu.BUSY_RATIO: 0.999,
        host_cpu.WAITING_RATIO: 0.955,
    }

    assert judge(WAITS | contended).probability(ID) < 0.5


def test_storage_is_not_blamed_for_requests_that_wait_for_a_stopped_vcpu() -> None:
    """Read in the lab: a tenth of a CPU for each vCPU, the OSDs answered within 4 ms."""
    late = {disk.WAIT: 0.0301, domain_waits.MAX_DISK_WAIT: 0.0301}

    assert judge(WAITS | QUOTA | late).named == (ID,)


def test_both_are_named_when_both_are_there() -> None:
    """A quarter of a CPU allowed, on a host that was full: read in the lab."""
    both = {
        vcpu.USED_RATIO: 0.255,
        vcpu.DELAY_RATIO: 0.741,
        vcpu.CONTENTION_RATIO: 0.241,
        domain_waits.MAX_DELAY: 0.741,
        cpu_room.QUOTA_DELAY_RATIO: 0.500,
        cpu_room.MAX_THROTTLED_PERIODS_RATIO: 0.95,
        host_cpu.BUSY_RATIO: 0.999,
        host_cpu.WAITING_RATIO: 0.999,
        cpu_room.IDLE_CPUS_OF_HOST: 0.0,
    }

    assert set(judge(WAITS | both).named) == {ID, "host_cpu_overcommit"}


def test_blind_is_undecided() -> None:
    """Who cannot read the cgroup cannot clear the quota."""
    denied = Absent(Reason.DENIED)
    hidden = (cpu_room.QUOTA_DELAY_RATIO, cpu_room.MAX_THROTTLED_PERIODS_RATIO)
    judged = judge(WAITS | dict.fromkeys((*hidden, vcpu.CONTENTION_RATIO), denied))

    assert judged.standing(Layer.MANAGEMENT, Path.CPU) is not Standing.EXONERATED


def test_vm_without_a_quota_is_cleared() -> None:
    """No throttling is a measured zero."""
    assert judge().standing(Layer.MANAGEMENT, Path.CPU) is Standing.EXONERATED
