"""Cases of block_device_offline."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import block_device, device_mapper
from tests.support.machine import Readings, judge
from tests.support.sick_disks import FAILS, UNSEEN

ID = "block_device_offline"
OFFLINE: Readings = FAILS | {
    block_device.DEVICE_STATE: "offline",
}
"""A SCSI disk below the images was set offline."""


def test_fires() -> None:
    """Requests fail, and the device refuses them all."""
    judged = judge(OFFLINE)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_disk_that_runs() -> None:
    """It answers with errors and is still there."""
    judged = judge(FAILS)

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_failing",)


def test_one_path_of_several_is_not_the_disk() -> None:
    """Its map has others."""
    judged = judge(OFFLINE | {device_mapper.PATH_OF: "yes"})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_failing",)


def test_blind_is_undecided() -> None:
    """Nobody may look: nobody is cleared."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        OFFLINE
        | UNSEEN
        | {
            block_device.DEVICE_STATE: denied,
        }
    )

    assert judged.named == ()
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is Standing.UNDECIDED
