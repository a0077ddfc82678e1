"""Cases of nfs_retransmits."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import nfs
from tests.support.machine import Readings, judge
from tests.support.sick_disks import UNSEEN, WAITS

ID = "nfs_retransmits"
LOSSY: Readings = WAITS | {
    nfs.MOUNT: "yes",
    nfs.ROUND_TRIP: 0.004,
    nfs.TRANSMISSIONS_PER_OPERATION: 1.12,
    nfs.NEW_CONNECTIONS: 1.0,
}
"""A mount that sends one request in eight again."""


def test_fires() -> None:
    """Requests are slow, and some are sent twice."""
    judged = judge(LOSSY)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_server_that_is_slow() -> None:
    """Each request is answered, late."""
    judged = judge(
        LOSSY
        | {nfs.TRANSMISSIONS_PER_OPERATION: 1.0, nfs.NEW_CONNECTIONS: 0.0, nfs.ROUND_TRIP: 0.105}
    )

    assert judged.probability(ID) < 0.5
    assert judged.named == ("nfs_server_slow",)


def test_blind_is_undecided() -> None:
    """Nobody may look: nobody is cleared."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        LOSSY
        | UNSEEN
        | {
            nfs.MOUNT: denied,
            nfs.ROUND_TRIP: denied,
            nfs.TRANSMISSIONS_PER_OPERATION: denied,
            nfs.NEW_CONNECTIONS: denied,
        }
    )

    assert judged.named == ()
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is Standing.UNDECIDED
