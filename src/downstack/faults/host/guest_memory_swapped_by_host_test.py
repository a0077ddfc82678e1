"""Cases of guest_memory_swapped_by_host."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import host_memory, memory_room, qemu_process
from tests.support.machine import judge

ID = "guest_memory_swapped_by_host"
AWAY = {qemu_process.SWAPPED: 1.4e8, memory_room.SWAPPED_RATIO: 0.698}
"""Two thirds of a lab guest's memory lie in its host's swap."""
READ_BACK = {qemu_process.MAJOR_FAULT_RATE: 6238.0, host_memory.WAITING_RATIO: 0.055}


def test_fires() -> None:
    """The guest touches what is away."""
    judged = judge(AWAY | READ_BACK)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_host_short_of_memory() -> None:
    """Where the whole host reclaims, the VM's swap is a consequence."""
    short = {
        host_memory.DIRECT_SCAN_RATE: 50000.0,
        host_memory.AVAILABLE_RATIO: 0.02,
        host_memory.WAITING_RATIO: 0.50,
    }

    assert judge(AWAY | READ_BACK | short).probability(ID) < 0.5


def test_swap_that_nobody_reads_is_healthy() -> None:
    """VmSwap alone is no harm: read in the lab, 97 MiB away, 15 faults a second."""
    assert judge(AWAY | {qemu_process.MAJOR_FAULT_RATE: 15.0}).diagnosis.answer == "healthy"


def test_nothing_in_swap_excludes_it_by_a_gate() -> None:
    """What was never written out is not read back."""
    assert judge(READ_BACK).probability(ID) == 0.0


def test_blind_is_undecided() -> None:
    """Without /proc/PID nobody knows."""
    denied = Absent(Reason.DENIED)
    hidden = (
        qemu_process.SWAPPED,
        memory_room.SWAPPED_RATIO,
        qemu_process.MAJOR_FAULT_RATE,
        host_memory.DIRECT_SCAN_RATE,
        host_memory.AVAILABLE_RATIO,
        host_memory.WAITING_RATIO,
    )
    judged = judge(dict.fromkeys(hidden, denied))

    assert judged.named == ()
    assert judged.standing(Layer.HOST, Path.MEMORY) is Standing.UNDECIDED
