"""Cases of host_filesystem_full."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import backend_trouble, disk, disk_trouble, domain, domain_waits
from tests.support.machine import Readings, judge

ID = "host_filesystem_full"
IDLE = Absent(Reason.NOT_APPLICABLE)
PAUSED: Readings = {
    domain.STATE: "paused",
    domain.STATE_REASON: "paused_ioerror",
    disk_trouble.ERROR: "no_space",
    disk.WAIT: IDLE,
    disk.REQUESTS: 0.0,
    domain_waits.MAX_DISK_WAIT: IDLE,
    domain_waits.SUM_DISK_REQUESTS: 0.0,
}
FULL: Readings = PAUSED | {backend_trouble.FILESYSTEM_FREE: 0.0}
"""A lab guest whose qcow2 image grew until its tmpfs was full."""


def test_fires() -> None:
    """Paused, no space, and the filesystem is full."""
    judged = judge(FULL)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_an_io_error() -> None:
    """The same pause by another error."""
    judged = judge(PAUSED | {disk_trouble.ERROR: "unspecified"})

    assert judged.probability(ID) < 0.5


def test_full_filesystem_that_hurts_nobody_is_silent() -> None:
    """Preallocated images do not grow."""
    judged = judge({backend_trouble.FILESYSTEM_FREE: 0.0})

    assert judged.named == ()


def test_blind_is_undecided() -> None:
    """Without libvirt and the filesystem nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        {
            domain.STATE_REASON: denied,
            disk_trouble.ERROR: denied,
            backend_trouble.FILESYSTEM_FREE: denied,
            disk.WAIT: denied,
            domain_waits.MAX_DISK_WAIT: denied,
        }
    )

    assert judged.named == ()
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is Standing.UNDECIDED
