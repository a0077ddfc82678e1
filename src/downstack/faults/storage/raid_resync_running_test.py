"""Cases of raid_resync_running."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import block_device, raid
from tests.support.machine import Readings, judge
from tests.support.sick_disks import UNSEEN, WAITS

ID = "raid_resync_running"
REBUILDS: Readings = WAITS | {
    block_device.SORT: "raid",
    raid.ACTION: "recover",
    block_device.WAIT: 0.110,
}
"""A RAID 1 that gets a new member."""


def test_fires() -> None:
    """Requests are slow, and the RAID rebuilds."""
    judged = judge(REBUILDS)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_raid_at_rest() -> None:
    """It is slow by itself."""
    judged = judge(REBUILDS | {raid.ACTION: "idle"})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_slow",)


def test_blind_is_undecided() -> None:
    """Nobody may look: nobody is cleared."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        REBUILDS
        | UNSEEN
        | {
            raid.ACTION: denied,
            block_device.WAIT: denied,
        }
    )

    assert judged.named == ()
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is Standing.UNDECIDED
