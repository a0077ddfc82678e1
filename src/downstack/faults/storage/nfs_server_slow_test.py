"""Cases of nfs_server_slow."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import nfs
from tests.support.machine import Readings, judge
from tests.support.sick_disks import UNSEEN, WAITS

ID = "nfs_server_slow"
LATE: Readings = WAITS | {
    nfs.MOUNT: "yes",
    nfs.ROUND_TRIP: 0.105,
    nfs.TRANSMISSIONS_PER_OPERATION: 1.0,
    nfs.NEW_CONNECTIONS: 0.0,
}
"""A server whose disk takes a tenth of a second."""


def test_fires() -> None:
    """Requests are slow, and so is each answer of the server."""
    judged = judge(LATE)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_server_that_is_quick() -> None:
    """The time is lost above it."""
    judged = judge(LATE | {nfs.ROUND_TRIP: 0.002})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_slow",)


def test_blind_is_undecided() -> None:
    """Nobody may look: nobody is cleared."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        LATE
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
