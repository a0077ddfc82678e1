"""Cases of guest_out_of_memory."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import balloon, guest, memory_room
from tests.support.machine import judge

ID = "guest_out_of_memory"
SWAPS = {
    memory_room.SWAP_IN_RATE: 9000.0,
    memory_room.USABLE_RATIO: 0.06,
    memory_room.MAJOR_FAULT_RATE: 20.0,
}
"""A lab guest whose programs use 160 of the 120 MiB that they can have."""


def test_fires() -> None:
    """It swaps, and the balloon is empty."""
    judged = judge(SWAPS)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8
    assert judged.standing(Layer.GUEST, Path.MEMORY) is Standing.AT_FAULT


def test_fires_without_swap_where_the_guest_kills() -> None:
    """Nothing to swap to: it reads its programs back again and again, then it kills."""
    judged = judge(
        {
            memory_room.USABLE_RATIO: 0.01,
            memory_room.MAJOR_FAULT_RATE: 4000.0,
            guest.MEMORY_WAITING_RATIO: 0.60,
            guest.NEW_OOM_KILLS: 1.0,
        }
    )

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_squeezed_balloon() -> None:
    """What the balloon has taken the guest has not used up."""
    squeezed = {balloon.TAKEN_RATIO: 0.333, memory_room.TAKEN_RATIO: 0.333}

    assert judge(SWAPS | squeezed).probability(ID) < 0.5


def test_guest_that_is_nearly_full_is_healthy() -> None:
    """Memory in use is memory well spent: read in the lab, tmpfs and cache, 14 MiB to spare."""
    assert judge({memory_room.USABLE_RATIO: 0.15}).diagnosis.answer == "healthy"


def test_guest_that_has_just_booted_is_healthy() -> None:
    """It reads its programs from the disk for the first time."""
    assert judge({memory_room.MAJOR_FAULT_RATE: 900.0}).diagnosis.answer == "healthy"


def test_blind_is_undecided() -> None:
    """A guest without a balloon driver and without an agent shows nothing."""
    none = Absent(Reason.UNSUPPORTED)
    hidden = (
        memory_room.SWAP_IN_RATE,
        memory_room.USABLE_RATIO,
        memory_room.MAJOR_FAULT_RATE,
        memory_room.TAKEN_RATIO,
    )
    judged = judge(dict.fromkeys(hidden, none))

    assert judged.named == ()
    assert judged.standing(Layer.GUEST, Path.MEMORY) is Standing.UNDECIDED
