"""Cases of thin_pool_full."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import block_device, device_mapper
from tests.support.machine import Readings, judge
from tests.support.sick_disks import STANDS, UNSEEN

ID = "thin_pool_full"
FULL: Readings = STANDS | {
    block_device.SORT: "mapper",
    device_mapper.TARGET: "thin_pool",
    device_mapper.POOL_MODE: "out_of_data_space",
}
"""A thin pool that keeps writes waiting for space."""


def test_fires() -> None:
    """Nothing ends, and the pool has no block left."""
    judged = judge(FULL)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_pool_with_room() -> None:
    """It takes writes."""
    judged = judge(FULL | {device_mapper.POOL_MODE: "rw"})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_silent",)


def test_blind_is_undecided() -> None:
    """Nobody may look: nobody is cleared."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        FULL
        | UNSEEN
        | {
            device_mapper.POOL_MODE: denied,
        }
    )

    assert judged.named == ()
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is Standing.UNDECIDED
