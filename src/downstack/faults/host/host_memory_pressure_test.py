"""Cases of host_memory_pressure."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import cgroup, host_memory, memory_room, qemu_process
from tests.support.machine import judge

ID = "host_memory_pressure"
SHORT = {
    host_memory.DIRECT_SCAN_RATE: 50000.0,
    host_memory.AVAILABLE_RATIO: 0.02,
    host_memory.WAITING_RATIO: 0.50,
}
SWAPS = {
    qemu_process.SWAPPED: 1.4e8,
    memory_room.SWAPPED_RATIO: 0.698,
    qemu_process.MAJOR_FAULT_RATE: 6238.0,
}


def test_fires_with_swap() -> None:
    """Guest memory is swapped out and in."""
    judged = judge(SHORT | SWAPS)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_fires_without_swap() -> None:
    """Nowhere to swap to: the VM's threads wait for reclaim."""
    judged = judge(SHORT | {cgroup.MEMORY_WAITING_RATIO: 0.30})

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_limit_on_the_vm_alone() -> None:
    """The VM swaps on a host with memory to spare."""
    assert judge(SWAPS | {host_memory.WAITING_RATIO: 0.055}).probability(ID) < 0.5


def test_host_full_of_huge_pages_is_healthy() -> None:
    """Little is left on purpose, and nobody waits."""
    assert judge({host_memory.AVAILABLE_RATIO: 0.04}).diagnosis.answer == "healthy"


def test_blind_is_undecided() -> None:
    """A VM that waits for memory on a host of which nothing is known."""
    judged = judge(SWAPS | dict.fromkeys(SHORT, Absent(Reason.DENIED)))

    assert judged.probability(ID) < 0.8
    assert judged.standing(Layer.HOST, Path.MEMORY) is not Standing.EXONERATED
