"""Cases of vmi_launcher_overhead_too_small."""

from downstack.model import Absent, Edge, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import vmi
from tests.support.cluster import VMI, judge
from tests.support.machine import Readings

ID = "vmi_launcher_overhead_too_small"
SEEN: Readings = {vmi.LAUNCHER_END: "out_of_memory", vmi.LAUNCHER_ROOM: 180e6, vmi.PHASE: "Failed"}


def test_fires() -> None:
    """Compute was OOMKilled."""
    judged = judge(SEEN, VMI, without=(Edge.EMBODIES,))

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """QEMU ended by itself."""
    judged = judge({vmi.LAUNCHER_END: "error", vmi.PHASE: "Failed"}, VMI, without=(Edge.EMBODIES,))

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list pods and VMIs nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(
        dict.fromkeys(
            (
                vmi.LAUNCHER_END,
                vmi.LAUNCHER_ROOM,
                vmi.PHASE,
            ),
            denied,
        ),
        VMI,
        without=(Edge.EMBODIES,),
    )

    assert ID not in judged.named
    assert judged.standing(Layer.CONTAINER, Path.MEMORY) is Standing.UNDECIDED
