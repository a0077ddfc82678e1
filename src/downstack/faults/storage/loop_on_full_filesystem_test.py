"""Cases of loop_on_full_filesystem."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import block_device, disk_trouble, domain, loop
from tests.support.machine import Readings, judge
from tests.support.sick_disks import FAILS, UNSEEN

ID = "loop_on_full_filesystem"
FULL: Readings = FAILS | {
    block_device.SORT: "loop",
    loop.FREE: 0.0,
    block_device.DEVICE_STATE: "none",
}
"""A lab guest on a loop device whose sparse file could not grow."""


def test_fires() -> None:
    """Writes fail, and the file has no room."""
    judged = judge(FULL)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_fires_where_the_kernel_says_no_space() -> None:
    """Then QEMU pauses the VM."""
    paused: Readings = {
        domain.STATE: "paused",
        domain.STATE_REASON: "paused_ioerror",
        disk_trouble.ERROR: "no_space",
    }
    judged = judge(FULL | FAILS | paused)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_loop_device_with_room() -> None:
    """Its errors come from below."""
    judged = judge(FULL | {loop.FREE: 1e9})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_failing",)


def test_a_disk_is_not_judged() -> None:
    """Only a loop device has such a file."""
    judged = judge(FULL | {block_device.SORT: "disk"})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_failing",)


def test_blind_is_undecided() -> None:
    """Nobody may look: nobody is cleared."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        FULL
        | UNSEEN
        | {
            loop.FREE: denied,
        }
    )

    assert judged.named == ()
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is Standing.UNDECIDED
