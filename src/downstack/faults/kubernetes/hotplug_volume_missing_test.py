"""Cases of hotplug_volume_missing."""

from downstack.model import Absent, Layer, Path, Reason
from downstack.model.verdict import Standing
from downstack.signals import vmi
from tests.support.cluster import VMI, judge
from tests.support.machine import Readings

ID = "hotplug_volume_missing"
SEEN: Readings = {vmi.VOLUMES_LATE: 1.0}


def test_fires() -> None:
    """One volume is still Pending."""
    judged = judge(SEEN, VMI)

    assert judged.named[0] == ID
    assert judged.probability(ID) >= 0.8


def test_twin() -> None:
    """All volumes are there; it is paused."""
    judged = judge({vmi.PAUSED: "other"}, VMI)

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list VMIs nobody knows."""
    denied = Absent(Reason.DENIED)
    judged = judge(dict.fromkeys((vmi.VOLUMES_LATE,), denied), VMI)

    assert ID not in judged.named
    assert judged.standing(Layer.KUBERNETES, Path.STORAGE) is Standing.UNDECIDED
