"""Cases of guest_hung."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import domain_waits, guest_silence, qemu_process
from tests.support.machine import Readings, judge

ID = "guest_hung"
SPINS: Readings = {
    guest_silence.BALLOON_PERIODS: 9.5,
    guest_silence.MEAN_VCPU_USED: 0.99,
    guest_silence.SENT_RATE: 0.0,
    guest_silence.AGENT: Absent(Reason.NOT_ASKED, "--guest"),
    domain_waits.SUM_DISK_REQUESTS: 0.0,
}
"""A lab guest that panicked without a panic device."""


def test_fires() -> None:
    """Its driver is silent, it spins, and it neither reads, writes nor sends."""
    judged = judge(SPINS)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_one_sign_is_not_enough() -> None:
    """Only the balloon's statistics are old: the driver may have been unloaded."""
    judged = judge({guest_silence.BALLOON_PERIODS: 200.0})

    assert judged.probability(ID) < 0.5


def test_twin_is_a_busy_guest() -> None:
    """It computes, and answers."""
    judged = judge({guest_silence.MEAN_VCPU_USED: 1.0})

    assert judged.named == ()


def test_twin_is_a_hung_qemu() -> None:
    """Whoever stops QEMU stops the guest in it."""
    judged = judge(
        SPINS | {guest_silence.MEAN_VCPU_USED: 0.0, qemu_process.PROCESS_STATE: "stopped"}
    )

    assert judged.probability(ID) < 0.5


def test_blind_is_undecided() -> None:
    """A guest without balloon statistics cannot be cleared by them."""
    none = Absent(Reason.MISSING)
    judged = judge(dict.fromkeys(SPINS, none))

    assert judged.named == ()
    assert judged.standing(Layer.GUEST, None) is Standing.UNDECIDED
