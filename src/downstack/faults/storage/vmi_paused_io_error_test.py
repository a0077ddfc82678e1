"""Cases of vmi_paused_io_error."""

from downstack.model import Absent, Edge, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import vmi
from tests.support.cluster import VMI, judge
from tests.support.machine import Readings

ID = "vmi_paused_io_error"
SEEN: Readings = {vmi.PAUSED: "io_error"}


def test_fires() -> None:
    """Paused: PausedIOError; the domain itself is not seen from here."""
    judged = judge(SEEN, VMI, without=(Edge.EMBODIES,))

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """It is paused for another reason."""
    judged = judge({vmi.PAUSED: "other"}, VMI, without=(Edge.EMBODIES,))

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list VMIs nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(dict.fromkeys((vmi.PAUSED,), denied), VMI, without=(Edge.EMBODIES,))

    assert ID not in judged.named
    assert judged.standing(Layer.STORAGE, Path.STORAGE) is Standing.UNDECIDED
