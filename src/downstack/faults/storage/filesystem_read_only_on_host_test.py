"""Cases of filesystem_read_only_on_host."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import filesystem
from tests.support.machine import Readings, judge
from tests.support.sick_disks import FAILS, UNSEEN

ID = "filesystem_read_only_on_host"
STOPPED: Readings = FAILS | {
    filesystem.ACCESS: "forced_read_only",
}
"""A lab guest whose ext4 on the host met an error."""


def test_fires() -> None:
    """Writes fail, and the kernel has stopped writing."""
    judged = judge(STOPPED)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_storage_that_fails() -> None:
    """The filesystem is still written to."""
    judged = judge(FAILS)

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_failing",)


def test_twin_is_a_mount_that_was_meant_so() -> None:
    """Mounted read-only by a person."""
    judged = judge(FAILS | {filesystem.ACCESS: "read_only"})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_failing",)


def test_blind_is_undecided() -> None:
    """Nobody may look: nobody is cleared."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        STOPPED
        | UNSEEN
        | {
            filesystem.ACCESS: denied,
        }
    )

    assert judged.named == ()
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is Standing.UNDECIDED
