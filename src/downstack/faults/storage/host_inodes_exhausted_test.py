"""Cases of host_inodes_exhausted."""

from downstack.model import Absent, Reason
from downstack.signals import backend_trouble, storage_use
from tests.support.machine import Readings, judge

ID = "host_inodes_exhausted"
EXHAUSTED: Readings = {
    storage_use.FREE_INODES: 0.0,
    backend_trouble.FILESYSTEM_FREE: 1e9,
}
"""A tmpfs made with few inodes, and all taken."""


def test_fires_as_a_risk() -> None:
    """It is listed, and nobody is blamed."""
    judged = judge(EXHAUSTED)

    assert judged.named == ()
    assert judged.probability(ID) >= 0.8
    assert ID in {risk.fault for risk in judged.diagnosis.risks}


def test_twin_is_full_of_data() -> None:
    """Inodes are left, blocks are not."""
    judged = judge(EXHAUSTED | {storage_use.FREE_INODES: 5e5, backend_trouble.FILESYSTEM_FREE: 0.0})

    assert judged.probability(ID) < 0.5


def test_blind_says_nothing() -> None:
    """What may not be read is no risk."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        EXHAUSTED
        | {
            storage_use.FREE_INODES: denied,
        }
    )

    assert ID not in {risk.fault for risk in judged.diagnosis.risks}
