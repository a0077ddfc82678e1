"""Cases of guest_clock_wrong."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import guest_state
from tests.support.machine import Readings, judge

ID = "guest_clock_wrong"
BEHIND: Readings = {guest_state.CLOCK_OFFSET: 10.6}
"""A lab guest whose clock was set back by ten seconds."""


def test_fires() -> None:
    """Ten seconds are enough for tickets and leases to be refused."""
    judged = judge(BEHIND)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_a_second_is_within_what_can_be_measured() -> None:
    """Both clocks are read one after the other, and the host's boot time is rounded."""
    judged = judge({guest_state.CLOCK_OFFSET: 1.4})

    assert judged.named == ()


def test_blind_is_undecided() -> None:
    """Without the agent nobody knows."""
    judged = judge({guest_state.CLOCK_OFFSET: Absent(Reason.NOT_ASKED, "--guest")})

    assert judged.named == ()
    assert judged.standing(Layer.GUEST, None) is Standing.UNDECIDED
