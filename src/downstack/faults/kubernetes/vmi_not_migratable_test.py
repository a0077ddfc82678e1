"""Cases of vmi_not_migratable."""

from downstack.model import Absent, Reason
from downstack.signals import vmi
from tests.support.cluster import VMI, judge
from tests.support.machine import Readings

ID = "vmi_not_migratable"
SEEN: Readings = {vmi.MIGRATABLE: "disks"}


def test_fires() -> None:
    """DisksNotLiveMigratable."""
    judged = judge(SEEN, VMI)

    assert judged.probability(ID) >= 0.8
    assert judged.named == ()


def test_twin() -> None:
    """It has no guest agent, and can be moved."""
    judged = judge({vmi.AGENT: "no"}, VMI)

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list VMIs nothing is said."""
    denied = Absent(Reason.DENIED)
    judged = judge(dict.fromkeys((vmi.MIGRATABLE,), denied), VMI)

    assert ID not in judged.named
    assert judged.probability(ID) < 0.5
