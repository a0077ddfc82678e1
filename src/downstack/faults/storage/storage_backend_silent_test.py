"""Cases of storage_backend_silent."""

from downstack.model import Absent, Layer, Path, Reason, Value
from downstack.model.verdict import Standing
from downstack.signal import Signal
from downstack.signals import disk, domain_waits, guest, guest_stall
from tests.support.ceph_machine import STANDS as STANDS_ON_CEPH
from tests.support.ceph_machine import judge_ceph
from tests.support.machine import judge

ID = "storage_backend_silent"
NOTHING = Absent(Reason.NOT_APPLICABLE)
STANDS: dict[Signal, Value] = {
    disk.REQUESTS: 0.0,
    disk.WAIT: NOTHING,
    domain_waits.MAX_DISK_WAIT: NOTHING,
    guest_stall.ENDED: 0.0,
    guest.IN_FLIGHT: 2.0,
    guest.DISK_WAIT: NOTHING,
    guest.IO_STALLED_RATIO: 0.97,
}
"""A lab guest on an NBD server that was stopped."""


def test_fires() -> None:
    """Two requests in flight, none ends, and QEMU's counters stand still."""
    judged = judge(STANDS)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_storage_that_is_slow() -> None:
    """Requests end, late: it answers."""
    late = {disk.REQUESTS: 3.0, disk.WAIT: 0.9, domain_waits.MAX_DISK_WAIT: 0.9}
    inside = {guest_stall.ENDED: 3.0, guest.DISK_WAIT: 0.9}
    judged = judge(STANDS | late | inside)

    assert judged.probability(ID) < 0.5
    assert judged.named == ("storage_backend_slow",)


def test_a_cluster_whose_osds_answer_us_is_not_silent() -> None:
    """Where all of them can be asked, one that hangs has a name; where none does it is another."""
    judged = judge_ceph(STANDS_ON_CEPH)

    assert judged.probability(ID) == 0.0


def test_an_idle_guest_is_healthy() -> None:
    """Nothing ends because nothing was asked."""
    judged = judge(STANDS | {guest.IN_FLIGHT: 0.0, guest.IO_STALLED_RATIO: 0.0})

    assert judged.named == ()
    assert not judged.diagnosis.symptoms


def test_blind_is_undecided() -> None:
    """Without a look inside a disk that stands still looks idle, and its storage is not cleared."""
    denied = Absent(Reason.DENIED)
    inside = (guest_stall.ENDED, guest.IN_FLIGHT, guest.IO_STALLED_RATIO, guest.DISK_WAIT)
    judged = judge(STANDS | dict.fromkeys(inside, denied))

    assert judged.named == ()
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is Standing.UNDECIDED
