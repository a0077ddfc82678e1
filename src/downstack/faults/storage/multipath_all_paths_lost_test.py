"""Cases of multipath_all_paths_lost."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import block_device, device_mapper
from tests.support.machine import Readings, judge
from tests.support.sick_disks import STANDS, UNSEEN

ID = "multipath_all_paths_lost"
LOST: Readings = STANDS | {
    block_device.SORT: "mapper",
    device_mapper.TARGET: "multipath",
    device_mapper.PATHS_ACTIVE: 0.0,
    device_mapper.PATHS_FAILED: 2.0,
}
"""A map that queues while both of its paths have failed."""


def test_fires() -> None:
    """Nothing ends, and no path is left."""
    judged = judge(LOST)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_storage_system_that_is_silent() -> None:
    """Both paths are there."""
    judged = judge(LOST | {device_mapper.PATHS_ACTIVE: 2.0, device_mapper.PATHS_FAILED: 0.0})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_silent",)


def test_blind_is_undecided() -> None:
    """Nobody may look: nobody is cleared."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        LOST
        | UNSEEN
        | {
            device_mapper.PATHS_ACTIVE: denied,
            device_mapper.PATHS_FAILED: denied,
        }
    )

    assert judged.named == ()
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is Standing.UNDECIDED
