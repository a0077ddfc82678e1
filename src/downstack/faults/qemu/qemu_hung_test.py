"""Cases of qemu_hung."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import (
    balloon,
    disk,
    domain_waits,
    guest_silence,
    monitor,
    qemu_process,
)
from tests.support.machine import Readings, judge

ID = "qemu_hung"
NOT_ASKED = Absent(Reason.NOT_ASKED, "a QEMU that is not stopped")
UNASKED: Readings = {
    disk.WAIT: NOT_ASKED,
    domain_waits.MAX_DISK_WAIT: NOT_ASKED,
    domain_waits.SUM_DISK_REQUESTS: NOT_ASKED,
    balloon.AGE: NOT_ASKED,
    guest_silence.BALLOON_PERIODS: NOT_ASKED,
}
STOPPED: Readings = UNASKED | {
    qemu_process.PROCESS_STATE: "stopped",
    guest_silence.MEAN_VCPU_USED: 0.0,
    guest_silence.SENT_RATE: 0.0,
}
"""A lab guest whose QEMU got a SIGSTOP: nobody had asked its monitor yet."""
STUCK: Readings = {monitor.SILENCE: 22.3, guest_silence.MEAN_VCPU_USED: 0.0}


def test_fires() -> None:
    """A stopped process is enough, whoever has asked it or not."""
    judged = judge(STOPPED)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_fires_by_a_silent_monitor_and_a_second_sign() -> None:
    """A main loop that is stuck: the process sleeps, and the vCPUs stand still."""
    judged = judge(STUCK)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_monitor_command_that_takes_long() -> None:
    """Silence alone, while the guest computes, is no hang."""
    judged = judge({monitor.SILENCE: 22.3})

    assert judged.probability(ID) < 0.5


def test_twin_is_a_guest_that_hangs() -> None:
    """QEMU answers; the guest inside does not."""
    judged = judge(
        {
            guest_silence.BALLOON_PERIODS: 12.0,
            guest_silence.MEAN_VCPU_USED: 1.0,
            guest_silence.AGENT: "silent",
            guest_silence.SENT_RATE: 0.0,
            domain_waits.SUM_DISK_REQUESTS: 0.0,
        }
    )

    assert judged.probability(ID) < 0.5


def test_blind_is_undecided() -> None:
    """Who can read neither the process nor libvirt cannot clear it."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        {
            qemu_process.PROCESS_STATE: denied,
            monitor.SILENCE: denied,
            guest_silence.MEAN_VCPU_USED: denied,
        }
    )

    assert judged.named == ()
    assert judged.standing(Layer.QEMU, None) is Standing.UNDECIDED
