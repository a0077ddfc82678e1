"""Cases of raid_degraded."""

from downstack.model import Absent, Reason
from downstack.signals import block_device, raid
from tests.support.machine import Readings, judge

ID = "raid_degraded"
DEGRADED: Readings = {
    block_device.SORT: "raid",
    raid.DEGRADED: 1.0,
}
"""A RAID 1 of which one member was taken out."""


def test_fires_as_a_risk() -> None:
    """It is listed, and nobody is blamed."""
    judged = judge(DEGRADED)

    assert judged.named == ()
    assert judged.probability(ID) >= 0.8
    assert ID in {risk.fault for risk in judged.diagnosis.risks}


def test_twin_is_complete() -> None:
    """No member is missing."""
    judged = judge(DEGRADED | {raid.DEGRADED: 0.0})

    assert judged.probability(ID) < 0.5


def test_blind_says_nothing() -> None:
    """What may not be read is no risk."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        DEGRADED
        | {
            raid.DEGRADED: denied,
        }
    )

    assert ID not in {risk.fault for risk in judged.diagnosis.risks}
