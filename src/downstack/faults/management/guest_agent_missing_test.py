"""Cases of guest_agent_missing: a risk, which `check` lists and `why` never names."""

from downstack.model import Absent, Reason
from downstack.signals import settings
from tests.support.machine import judge

ID = "guest_agent_missing"


def test_fires() -> None:
    """A channel that nobody has opened: a risk, and no cause."""
    judged = judge({settings.AGENT: "disconnected"})

    assert judged.probability(ID) >= 0.8
    assert judged.named == ()


def test_twin_is_silent() -> None:
    """An agent that is there."""
    assert judge({settings.AGENT: "connected"}).probability(ID) < 0.5


def test_blind_is_silent() -> None:
    """Without a definition nothing is said."""
    assert judge({settings.AGENT: Absent(Reason.DENIED)}).probability(ID) < 0.5
