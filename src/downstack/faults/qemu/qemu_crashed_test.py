"""Cases of qemu_crashed."""

from downstack.model import Absent, Layer, Reason
from downstack.model.verdict import Standing
from downstack.signals import domain, oom
from tests.support.machine import Readings, judge

ID = "qemu_crashed"
CRASHED: Readings = {domain.STATE: "shutoff", domain.STATE_REASON: "shutoff_crashed"}
"""A lab guest whose QEMU got a SIGSEGV."""


def test_fires() -> None:
    """QEMU is gone, and nobody was killed for lack of memory."""
    judged = judge(CRASHED)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_the_oom_killer() -> None:
    """The kernel's log says who killed it, in the same second."""
    judged = judge(CRASHED | {oom.KILLS_ON_HOST: 1.0, oom.KILL_GAP: 0.4})

    assert judged.probability(ID) < 0.5


def test_twin_is_a_panic_inside() -> None:
    """libvirt tells a guest that panicked from a QEMU that ended."""  # noqa: D403 - its name
    judged = judge({domain.STATE: "crashed", domain.STATE_REASON: "crashed_panicked"})

    assert judged.probability(ID) == 0.0


def test_blind_is_undecided() -> None:
    """Without libvirt nobody knows why it ended."""
    denied = Absent(Reason.DENIED)
    judged = judge({domain.STATE: denied, domain.STATE_REASON: denied})

    assert judged.named == ()
    assert judged.standing(Layer.QEMU, None) is Standing.UNDECIDED
