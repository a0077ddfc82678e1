"""Cases of storage_backend_slow."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import disk, disk_limits, domain_waits, guest
from tests.support.machine import judge

ID = "storage_backend_slow"
SLOW = {disk.WAIT: 0.112, domain_waits.MAX_DISK_WAIT: 0.112}
"""A lab guest on an NBD server that waits 100 ms before each answer."""


def test_fires() -> None:
    """QEMU waits, and nothing of ours holds the requests back."""
    judged = judge(SLOW)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_the_limit_of_the_definition() -> None:
    """The same wait at the disk's own limit is the limit's."""
    judged = judge(SLOW | {disk_limits.COUNT: 1.0, disk_limits.USED: 0.98})

    assert judged.probability(ID) < 0.5


def test_blind_is_undecided() -> None:
    """Without domstats and the guest's own counters nobody knows, and nobody is cleared."""
    denied = Absent(Reason.DENIED)
    seen = (disk.WAIT, domain_waits.MAX_DISK_WAIT, guest.DISK_WAIT, guest.IO_STALLED_RATIO)
    judged = judge(dict.fromkeys(seen, denied))

    assert judged.named == ()
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is Standing.UNDECIDED


def test_healthy_machine_is_cleared() -> None:
    """A measured millisecond exonerates."""
    judged = judge()

    assert judged.named == ()
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is Standing.EXONERATED
