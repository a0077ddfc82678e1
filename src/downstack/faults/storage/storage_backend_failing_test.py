"""Cases of storage_backend_failing."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import backend_trouble, disk, disk_trouble, domain, domain_waits
from tests.support.machine import Readings, judge

ID = "storage_backend_failing"
SERVER: Readings = {backend_trouble.DEVICE_ERRORS: Absent(Reason.NOT_APPLICABLE)}
FAILING: Readings = SERVER | {
    disk_trouble.IO_ERRORS_COUNT: 27.0,
    disk_trouble.DOMAIN_IO_ERRORS: 27.0,
}
"""A lab guest on an NBD server of whose answers one in ten is EIO."""
PAUSED: Readings = SERVER | {
    domain.STATE: "paused",
    domain.STATE_REASON: "paused_ioerror",
    disk_trouble.ERROR: "unspecified",
}


def test_fires() -> None:
    """QEMU reports requests that failed below it."""
    judged = judge(FAILING)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_fires_where_the_policy_is_stop() -> None:
    """Paused by an error other than lack of space."""
    judged = judge(PAUSED)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_full_filesystem() -> None:
    """The same pause for lack of space."""
    judged = judge(PAUSED | {disk_trouble.ERROR: "no_space", backend_trouble.FILESYSTEM_FREE: 0.0})

    assert judged.probability(ID) < 0.5


def test_twin_is_slow_storage() -> None:
    """Slow is not broken."""
    judged = judge({disk.WAIT: 0.112, domain_waits.MAX_DISK_WAIT: 0.112})

    assert judged.probability(ID) < 0.5


def test_blind_is_undecided() -> None:
    """Without libvirt's events nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        {
            disk_trouble.IO_ERRORS_COUNT: denied,
            disk_trouble.DOMAIN_IO_ERRORS: denied,
            disk_trouble.ERROR: denied,
            backend_trouble.DEVICE_ERRORS: denied,
            disk.WAIT: denied,
            domain_waits.MAX_DISK_WAIT: denied,
        }
    )

    assert judged.named == ()
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is Standing.UNDECIDED
