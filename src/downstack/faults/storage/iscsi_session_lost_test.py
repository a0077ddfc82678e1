"""Cases of iscsi_session_lost."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import block_device, iscsi
from tests.support.machine import Readings, judge
from tests.support.sick_disks import STANDS, UNSEEN

ID = "iscsi_session_lost"
LOST: Readings = STANDS | {
    iscsi.SESSION: "failed",
    block_device.DEVICE_STATE: "blocked",
}
"""An iSCSI disk 12 s after its target had been cut off."""


def test_fires() -> None:
    """Nothing ends, and the session has failed."""
    judged = judge(LOST)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_target_that_is_silent() -> None:
    """Logged in, and yet no answer."""
    judged = judge(LOST | {iscsi.SESSION: "logged_in", block_device.DEVICE_STATE: "running"})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_silent",)


def test_a_local_disk_is_not_judged() -> None:
    """It has no session."""
    judged = judge(LOST | {iscsi.SESSION: "none"})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_silent",)


def test_blind_is_undecided() -> None:
    """Nobody may look: nobody is cleared."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        LOST
        | UNSEEN
        | {
            iscsi.SESSION: denied,
        }
    )

    assert judged.named == ()
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is Standing.UNDECIDED
