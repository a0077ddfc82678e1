"""Cases of guest_kernel_panicked."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import domain
from tests.support.machine import Readings, judge

ID = "guest_kernel_panicked"
PANICKED: Readings = {domain.STATE: "crashed", domain.STATE_REASON: "crashed_panicked"}
"""A lab guest after `echo c > /proc/sysrq-trigger`, with pvpanic and on_crash preserve."""


def test_fires() -> None:
    """The panic device told."""
    judged = judge(PANICKED)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_fires_for_a_plain_qemu() -> None:
    """QEMU's own word where there is no libvirt."""
    none = Absent(Reason.NOT_ASKED)
    judged = judge(
        {
            domain.STATE: none,
            domain.STATE_REASON: none,
            domain.MANAGER: "plain",
            domain.MONITOR_STATUS: "guest-panicked",
        }
    )

    assert judged.probability(ID) >= 0.8


def test_twin_is_a_crash_of_qemu() -> None:
    """Another reason of the same end."""
    judged = judge({domain.STATE: "shutoff", domain.STATE_REASON: "shutoff_crashed"})

    assert judged.probability(ID) == 0.0


def test_blind_is_undecided() -> None:
    """Without libvirt nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge({domain.STATE: denied, domain.STATE_REASON: denied})

    assert judged.named == ()
    assert judged.standing(Layer.GUEST, None) is not Standing.EXONERATED
