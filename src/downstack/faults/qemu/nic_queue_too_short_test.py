"""Cases of nic_queue_too_short."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import cpu_room, domain_waits, host_cpu, link, network_way, vcpu
from tests.support.machine import Readings, judge

ID = "nic_queue_too_short"
LOST: Readings = {
    link.SEND_DROP_RATIO: 0.12,
    network_way.LOSS: 0.12,
    network_way.MAX_LOSS: 0.12,
}


def test_fires() -> None:
    """Packets are not fetched, and every vCPU has time."""
    judged = judge(LOST)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_vcpu_that_waits() -> None:
    """Who does not run fetches nothing: the full host is at fault."""
    full: Readings = {
        vcpu.DELAY_RATIO: 0.6,
        vcpu.CONTENTION_RATIO: 0.6,
        domain_waits.MAX_DELAY: 0.6,
        vcpu.WANTED_RATIO: 0.99,
        host_cpu.BUSY_RATIO: 0.999,
        host_cpu.WAITING_RATIO: 0.95,
        cpu_room.IDLE_CPUS_OF_HOST: 0.0,
    }
    judged = judge({**LOST, **full})

    assert judged.named == ("host_cpu_overcommit",)
    assert judged.probability(ID) < 0.5


def test_blind_is_undecided() -> None:
    """Without the counters of the tap nobody is cleared."""
    judged = judge(dict.fromkeys(LOST, Absent(Reason.DENIED)))

    assert judged.named == ()
    assert judged.standing(Layer.QEMU, Path.NETWORK) is Standing.UNDECIDED
