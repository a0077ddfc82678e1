"""Cases of libvirtd_down."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import daemon, domain, manageability
from tests.support.machine import Readings, judge

ID = "libvirtd_down"
GONE = Absent(Reason.MISSING, "libvirtd running: there is no socket")
DOWN: Readings = {
    daemon.STATE: "down",
    manageability.DAEMON: "down",
    domain.STATE: GONE,
    domain.STATE_REASON: GONE,
}
"""A lab host whose libvirtd was ended; its guests go on."""


def test_fires() -> None:
    """Nobody listens."""
    judged = judge(DOWN)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_daemon_that_is_slow() -> None:
    """It runs and does not answer in time: something holds it, and it is not down."""
    judged = judge(DOWN | {daemon.STATE: "silent", manageability.DAEMON: "silent"})

    assert judged.probability(ID) < 0.5


def test_blind_is_undecided() -> None:
    """A user who may not open the socket cannot tell."""
    denied = Absent(Reason.DENIED, "access to libvirt's socket")
    judged = judge({daemon.STATE: denied, manageability.DAEMON: denied})

    assert judged.named == ()
    assert judged.standing(Layer.MANAGEMENT, None) is Standing.UNDECIDED
