"""Cases of storage_network_lossy."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import backend, backend_connection
from tests.support.machine import Readings, judge
from tests.support.sick_disks import UNSEEN, WAITS

ID = "storage_network_lossy"
LOSSY: Readings = WAITS | {
    backend.TYPE: "nbd",
    backend_connection.TRANSPORT: "tcp",
    backend_connection.ESTABLISHED: 1.0,
    backend_connection.RETRANSMIT_RATIO: 0.06,
}
"""A lab guest on an NBD server, and a network that drops 5 % of the packets."""


def test_fires() -> None:
    """Requests are slow, and TCP sends segments again."""
    judged = judge(LOSSY)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_server_that_is_slow() -> None:
    """Nothing is lost on the way."""
    judged = judge(LOSSY | {backend_connection.RETRANSMIT_RATIO: 0.0})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_slow",)


def test_blind_is_undecided() -> None:
    """Nobody may look: nobody is cleared."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        LOSSY
        | UNSEEN
        | {
            backend_connection.RETRANSMIT_RATIO: denied,
        }
    )

    assert judged.named == ()
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is Standing.UNDECIDED
