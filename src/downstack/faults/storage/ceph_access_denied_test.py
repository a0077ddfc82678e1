"""Cases of ceph_access_denied."""

import pytest

from downstack.collectors.domain_log import classify, read_log
from downstack.model import Layer
from downstack.model.verdict import Standing
from downstack.signals import operation
from tests.support.ceph_machine import STOPPED, UNSEEN, Changes, judge_ceph

ID = "ceph_access_denied"
DENIED: Changes = STOPPED | {operation.OUTCOME: "failed", operation.FAILURE: "storage_denied"}
"""The lab's guest whose client has rights for another pool."""


def test_fires() -> None:
    """QEMU said what the OSDs answered."""
    judged = judge_ceph(DENIED)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_an_image_that_is_locked() -> None:
    """Another refusal."""
    judged = judge_ceph(DENIED | {operation.FAILURE: "image_locked"})

    assert judged.probability(ID) < 0.5
    assert judged.named == ("start_refused",)


def test_a_start_that_succeeded_is_no_cause() -> None:
    """The VM runs."""
    judged = judge_ceph({operation.OUTCOME: "succeeded", operation.FAILURE: "none"})

    assert judged.named == ()
    assert judged.diagnosis.answer == "healthy"


def test_blind_is_not_cleared() -> None:
    """Who may not read the log does not know why."""
    judged = judge_ceph(STOPPED | {operation.OUTCOME: UNSEEN, operation.FAILURE: UNSEEN})

    assert ID not in judged.named
    assert judged.standing(Layer.STORAGE, None) is not Standing.EXONERATED


SAID = """\
2026-11-24 17:27:56.910+0000: starting up libvirt version: 9.0.0
2026-11-24T17:27:57.120000Z qemu-system-x86_64: -blockdev {{"driver":"rbd"}}: {error}
2026-11-24 17:27:57.200+0000: shutting down, reason=failed
"""


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        ("error reading header from db1: Operation not permitted", "storage_denied"),
        ("error opening pool vms: Operation not permitted", "storage_denied"),
        ("error connecting: Permission denied", "storage_denied"),
        ("error connecting: Connection timed out", "storage_unreachable"),
        ("error reading header from db1: No such file or directory", "image_missing"),
        ("Could not open '/srv/db1.raw': Permission denied", "permission"),
    ],
)
def test_ceph_that_refuses_is_told_from_others(error: str, failure: str) -> None:
    """By the words of librbd, as QEMU 7.2 hands them on."""
    (run,) = read_log(SAID.format(error=error))

    assert classify(run) == failure
