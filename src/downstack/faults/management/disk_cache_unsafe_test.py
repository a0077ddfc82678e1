"""Cases of disk_cache_unsafe."""

from downstack.model import Absent, Reason
from downstack.signals import disk
from tests.support.machine import Readings, judge

ID = "disk_cache_unsafe"
UNSAFE: Readings = {
    disk.CACHE: "unsafe",
}
"""As set for a fast installation."""


def test_fires_as_a_risk() -> None:
    """It is listed, and nobody is blamed."""
    judged = judge(UNSAFE)

    assert judged.named == ()
    assert judged.probability(ID) >= 0.8
    assert ID in {risk.fault for risk in judged.diagnosis.risks}


def test_twin_writes_back() -> None:
    """It obeys flushes."""
    judged = judge(UNSAFE | {disk.CACHE: "writeback"})

    assert judged.probability(ID) < 0.5


def test_blind_says_nothing() -> None:
    """What may not be read is no risk."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        UNSAFE
        | {
            disk.CACHE: denied,
        }
    )

    assert ID not in {risk.fault for risk in judged.diagnosis.risks}
