"""Cases of disk_iotune_throttle."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import disk, disk_limits, domain_waits
from tests.support.machine import judge

ID = "disk_iotune_throttle"
SLOW = {disk.WAIT: 0.112, domain_waits.MAX_DISK_WAIT: 0.112}


def test_fires() -> None:
    """The disk runs at its limit and waits."""
    judged = judge(SLOW | {disk_limits.COUNT: 1.0, disk_limits.USED: 0.98})

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_slow_storage_under_an_idle_limit() -> None:
    """A limit that is far away does not hold anything back."""
    judged = judge(SLOW | {disk_limits.COUNT: 1.0, disk_limits.USED: 0.10})

    assert judged.probability(ID) < 0.5


def test_no_limit_excludes_it_by_a_gate() -> None:
    """The definition is certain knowledge."""
    judged = judge(SLOW)

    assert judged.probability(ID) == 0.0
    assert judged.standing(Layer.MANAGEMENT, Path.STORAGE) is Standing.EXONERATED


def test_blind_is_undecided() -> None:
    """Who cannot read the definition cannot clear it."""
    denied = Absent(Reason.DENIED)
    judged = judge(SLOW | {disk_limits.COUNT: denied, disk_limits.USED: denied})

    assert judged.standing(Layer.MANAGEMENT, Path.STORAGE) is Standing.UNDECIDED
