"""Cases of image_cached_on_network_filesystem."""

from downstack.model import Absent, Reason
from downstack.signals import disk, storage_use
from tests.support.machine import Readings, judge

ID = "image_cached_on_network_filesystem"
CACHED: Readings = {
    disk.CACHE: "default",
    storage_use.MEDIUM: "network",
}
"""An image on NFS with the default cache mode."""


def test_fires_as_a_risk() -> None:
    """It is listed, and nobody is blamed."""
    judged = judge(CACHED)

    assert judged.named == ()
    assert judged.probability(ID) >= 0.8
    assert ID in {risk.fault for risk in judged.diagnosis.risks}


def test_twin_goes_past_the_cache() -> None:
    """Nothing is kept on the host."""
    judged = judge(CACHED | {disk.CACHE: "none"})

    assert judged.probability(ID) < 0.5


def test_twin_lies_on_a_local_disk() -> None:
    """No other host has it."""
    judged = judge(CACHED | {storage_use.MEDIUM: "device"})

    assert judged.probability(ID) < 0.5


def test_blind_says_nothing() -> None:
    """What may not be read is no risk."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        CACHED
        | {
            storage_use.MEDIUM: denied,
        }
    )

    assert ID not in {risk.fault for risk in judged.diagnosis.risks}
