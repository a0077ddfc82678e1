"""Cases of vmi_agent_not_connected."""

from downstack.model import Absent, Reason
from downstack.signals import vmi
from tests.support.cluster import VMI, judge
from tests.support.machine import Readings

ID = "vmi_agent_not_connected"
SEEN: Readings = {vmi.AGENT: "no"}


def test_fires() -> None:
    """It runs, and AgentConnected is missing."""
    judged = judge(SEEN, VMI)

    assert judged.probability(ID) >= 0.8
    assert judged.named == ()


def test_twin() -> None:
    """The agent answers."""
    judged = judge({vmi.MIGRATABLE: "disks"}, VMI)

    assert judged.probability(ID) < 0.5


def test_blind() -> None:
    """Without the right to list VMIs nothing is said."""
    denied = Absent(Reason.DENIED)
    judged = judge(dict.fromkeys((vmi.AGENT,), denied), VMI)

    assert ID not in judged.named
    assert judged.probability(ID) < 0.5
