"""Cases of guest_filesystem_full."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import guest_filesystem, guest_state
from tests.support.machine import Readings, judge

ID = "guest_filesystem_full"
FULL: Readings = {
    guest_state.FILLED: 1.0,
    guest_state.FILESYSTEM_FILLED: 1.0,
    guest_filesystem.ACCESS: Absent(Reason.UNSUPPORTED),
}
"""A lab guest whose /data has nothing left for ordinary users."""


def test_fires() -> None:
    """df says 100 %."""  # noqa: D403 - a command
    judged = judge(FULL)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_frozen_guest() -> None:
    """Nobody can write either, and there is room."""
    judged = judge({guest_state.FREEZE: "frozen"})

    assert judged.probability(ID) < 0.5


def test_nearly_full_is_no_harm() -> None:
    """At 97 % everybody can still write."""
    judged = judge({guest_state.FILLED: 0.97, guest_state.FILESYSTEM_FILLED: 0.97})

    assert judged.named == ()


def test_blind_is_undecided() -> None:
    """Without the agent nobody knows."""
    none = Absent(Reason.NOT_ASKED, "--guest")
    judged = judge(
        {
            guest_state.FILLED: none,
            guest_state.FILESYSTEM_FILLED: none,
            guest_state.FREEZE: none,
        }
    )

    assert judged.named == ()
    assert judged.standing(Layer.GUEST, Path.STORAGE) is Standing.UNDECIDED
