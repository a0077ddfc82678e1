"""Cases of multipath_path_lost."""

from downstack.model import Absent, Reason
from downstack.signals import block_device, device_mapper
from tests.support.machine import Readings, judge

ID = "multipath_path_lost"
ONE_LOST: Readings = {
    block_device.SORT: "mapper",
    device_mapper.TARGET: "multipath",
    device_mapper.PATHS_ACTIVE: 1.0,
    device_mapper.PATHS_FAILED: 1.0,
}
"""A map with one of two paths."""


def test_fires_as_a_risk() -> None:
    """It is listed, and nobody is blamed."""
    judged = judge(ONE_LOST)

    assert judged.named == ()
    assert judged.probability(ID) >= 0.8
    assert ID in {risk.fault for risk in judged.diagnosis.risks}


def test_twin_has_all_paths() -> None:
    """Nothing is lost."""
    judged = judge(ONE_LOST | {device_mapper.PATHS_ACTIVE: 2.0, device_mapper.PATHS_FAILED: 0.0})

    assert judged.probability(ID) < 0.5


def test_twin_has_lost_all() -> None:
    """That is no risk any more."""
    judged = judge(ONE_LOST | {device_mapper.PATHS_ACTIVE: 0.0, device_mapper.PATHS_FAILED: 2.0})

    assert judged.probability(ID) < 0.5


def test_blind_says_nothing() -> None:
    """What may not be read is no risk."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        ONE_LOST
        | {
            device_mapper.PATHS_ACTIVE: denied,
            device_mapper.PATHS_FAILED: denied,
        }
    )

    assert ID not in {risk.fault for risk in judged.diagnosis.risks}
