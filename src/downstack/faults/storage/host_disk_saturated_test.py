"""Cases of host_disk_saturated."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import block_device, storage_use
from tests.support.machine import Readings, judge
from tests.support.sick_disks import UNSEEN, WAITS

ID = "host_disk_saturated"
SATURATED: Readings = WAITS | {
    block_device.WAIT: 0.110,
    block_device.BUSY_RATIO: 0.99,
    block_device.MEAN_IN_FLIGHT: 33.0,
    storage_use.OTHERS_RATIO: 0.97,
}
"""A device of 300 requests a second, and a neighbour that has 32 under way."""


def test_fires() -> None:
    """Requests are slow behind a long queue."""
    judged = judge(SATURATED)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_device_that_is_slow_by_itself() -> None:
    """Late, with one request at a time."""
    judged = judge(SATURATED | {block_device.MEAN_IN_FLIGHT: 1.1, storage_use.OTHERS_RATIO: 0.0})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_slow",)


def test_a_busy_device_that_answers_fast_is_no_cause() -> None:
    """Who waits, waits elsewhere."""
    judged = judge(SATURATED | {block_device.WAIT: 0.002})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_slow",)


def test_fires_by_a_neighbour() -> None:
    """All requests are of VMs: which of them, the witness tells."""
    judged = judge(SATURATED | {storage_use.OTHERS_RATIO: 0.0})

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_blind_is_undecided() -> None:
    """Nobody may look: nobody is cleared."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        SATURATED
        | UNSEEN
        | {
            block_device.WAIT: denied,
            block_device.BUSY_RATIO: denied,
            block_device.MEAN_IN_FLIGHT: denied,
        }
    )

    assert judged.named == ()
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is Standing.UNDECIDED
