"""Cases of nbd_server_gone."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import backend, backend_connection
from tests.support.machine import Readings, judge
from tests.support.sick_disks import FAILS, UNSEEN

ID = "nbd_server_gone"
GONE: Readings = FAILS | {
    backend.TYPE: "nbd",
    backend_connection.TRANSPORT: "tcp",
    backend_connection.ESTABLISHED: 0.0,
}
"""A lab guest whose NBD server over TCP was killed."""


def test_fires() -> None:
    """Requests fail, and there is no connection."""
    judged = judge(GONE)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_server_that_answers_with_errors() -> None:
    """It is connected, so it is there."""
    judged = judge(GONE | {backend_connection.ESTABLISHED: 1.0})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_failing",)


def test_a_server_on_a_socket_of_the_host_is_not_judged() -> None:
    """No TCP connection is expected there."""
    judged = judge(GONE | {backend_connection.TRANSPORT: "unix"})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_failing",)


def test_blind_is_undecided() -> None:
    """Nobody may look: nobody is cleared."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        GONE
        | UNSEEN
        | {
            backend_connection.ESTABLISHED: denied,
        }
    )

    assert judged.named == ()
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is Standing.UNDECIDED
