"""Cases of nfs_server_silent."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import nfs, storage_use
from tests.support.machine import Readings, judge
from tests.support.sick_disks import STANDS, UNSEEN

ID = "nfs_server_silent"
SILENT: Readings = STANDS | {
    nfs.MOUNT: "yes",
    nfs.REPLIES: 0.0,
    nfs.UNANSWERED: 4.0,
}
"""A mount whose server was cut off in the middle of writes."""


def test_fires() -> None:
    """Nothing ends, and the server answers nothing."""
    judged = judge(SILENT)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_fires_where_libvirt_hangs_as_well() -> None:
    """Then neither libvirt nor the guest says anything: the mount alone shows it."""
    mount: Readings = {
        nfs.MOUNT: "yes",
        nfs.REPLIES: 0.0,
        nfs.UNANSWERED: 6.0,
        storage_use.SILENT_IMAGES: 1.0,
    }
    judged = judge(UNSEEN | mount)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_server_that_answers() -> None:
    """It answers others; this disk stands for another reason."""
    judged = judge(SILENT | {nfs.REPLIES: 40.0})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_silent",)


def test_twin_is_an_idle_mount() -> None:
    """Nothing was sent, so nothing is missing."""
    judged = judge(SILENT | {nfs.UNANSWERED: 0.0})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_silent",)


def test_blind_is_undecided() -> None:
    """Nobody may look: nobody is cleared."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        SILENT
        | UNSEEN
        | {
            nfs.MOUNT: denied,
            nfs.REPLIES: denied,
            nfs.UNANSWERED: denied,
            storage_use.SILENT_IMAGES: denied,
        }
    )

    assert judged.named == ()
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is Standing.UNDECIDED
