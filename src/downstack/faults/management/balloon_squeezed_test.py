"""Cases of balloon_squeezed."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import balloon, memory_room
from tests.support.machine import judge

ID = "balloon_squeezed"
SWAPS = {
    memory_room.SWAP_IN_RATE: 12260.0,
    memory_room.USABLE_RATIO: 0.085,
    memory_room.MAJOR_FAULT_RATE: 1.0,
}
SQUEEZED = {balloon.TAKEN_RATIO: 0.333, memory_room.TAKEN_RATIO: 0.333}
"""A lab guest that works on 80 MiB and was left 128 of 192."""


def test_fires() -> None:
    """The guest swaps, and a third of its memory is in the balloon."""
    judged = judge(SWAPS | SQUEEZED)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8
    assert judged.standing(Layer.MANAGEMENT, Path.MEMORY) is Standing.AT_FAULT


def test_twin_is_a_guest_that_swaps_with_all_its_memory() -> None:
    """An empty balloon has taken nothing."""
    assert judge(SWAPS).probability(ID) == 0.0


def test_squeezed_guest_that_lacks_nothing_is_healthy() -> None:
    """Ballooning is no harm as long as enough is left."""
    assert judge(SQUEEZED).diagnosis.answer == "healthy"


def test_blind_is_undecided() -> None:
    """A guest that swaps under a balloon that nobody can read."""
    denied = Absent(Reason.DENIED)
    judged = judge(SWAPS | {balloon.TAKEN_RATIO: denied, memory_room.TAKEN_RATIO: denied})

    assert judged.standing(Layer.MANAGEMENT, Path.MEMORY) is not Standing.EXONERATED
