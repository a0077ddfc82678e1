"""Cases of guest_frozen."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import guest_state
from tests.support.machine import Readings, judge

ID = "guest_frozen"
DENIED = Absent(Reason.DENIED, "the guest agent to allow guest-get-fsinfo")
FROZEN: Readings = {
    guest_state.FREEZE: "frozen",
    guest_state.FILLED: DENIED,
    guest_state.FILESYSTEM_FILLED: DENIED,
    guest_state.CLOCK_OFFSET: DENIED,
}
"""A lab guest after `virsh domfsfreeze`: its agent refuses everything else."""


def test_fires() -> None:
    """The agent says so."""
    judged = judge(FROZEN)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_full_filesystem() -> None:
    """Nobody can write either, and nothing is frozen."""
    judged = judge({guest_state.FILLED: 1.0, guest_state.FILESYSTEM_FILLED: 1.0})

    assert judged.probability(ID) < 0.5


def test_blind_is_undecided() -> None:
    """Without the agent nobody knows."""
    none = Absent(Reason.NOT_ASKED, "--guest")
    judged = judge({guest_state.FREEZE: none, guest_state.FILLED: none})

    assert judged.named == ()
    assert judged.standing(Layer.GUEST, Path.STORAGE) is Standing.UNDECIDED
