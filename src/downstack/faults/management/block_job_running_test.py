"""Cases of block_job_running."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import disk, disk_limits, disk_trouble, domain_waits
from tests.support.machine import Readings, judge

ID = "block_job_running"
SLOW: Readings = {disk.WAIT: 0.130, domain_waits.MAX_DISK_WAIT: 0.130}
COPIED: Readings = {disk_trouble.BLOCK_JOB: "copy", disk_trouble.BLOCK_JOB_LEFT: 1.6e9}
"""A lab guest whose disk is mirrored, on storage that serves one request after the other."""


def test_fires() -> None:
    """The disk is slow while a job copies it."""
    judged = judge(SLOW | COPIED)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_slow_storage_without_a_job() -> None:
    """No job, no fault of a job."""
    judged = judge(SLOW)

    assert judged.probability(ID) == 0.0


def test_twin_is_a_limit_beside_a_job_that_has_caught_up() -> None:
    """A mirror that waits for its pivot copies only what the guest writes."""
    limit = {disk_limits.COUNT: 1.0, disk_limits.USED: 0.98}
    judged = judge(SLOW | limit | COPIED | {disk_trouble.BLOCK_JOB_LEFT: 0.0})

    assert judged.probability(ID) < 0.5


def test_a_job_that_hurts_nobody_is_silent() -> None:
    """Backups run every night."""
    judged = judge(COPIED)

    assert judged.named == ()


def test_blind_is_undecided() -> None:
    """Who cannot ask for jobs cannot clear them."""
    denied = Absent(Reason.DENIED)
    judged = judge(SLOW | {disk_trouble.BLOCK_JOB: denied, disk_trouble.BLOCK_JOB_LEFT: denied})

    assert judged.standing(Layer.MANAGEMENT, Path.STORAGE) is Standing.UNDECIDED
