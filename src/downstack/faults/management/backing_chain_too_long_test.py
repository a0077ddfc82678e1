"""Cases of backing_chain_too_long: a risk, which `check` lists and `why` never names."""

from downstack.model import Absent, Reason
from downstack.signals import disk
from tests.support.machine import judge

ID = "backing_chain_too_long"


def test_fires() -> None:
    """Fourteen images: a risk, and no cause."""
    judged = judge({disk.LAYERS: 14.0})

    assert judged.probability(ID) >= 0.8
    assert judged.named == ()


def test_twin_is_silent() -> None:
    """A snapshot on a base image."""
    assert judge({disk.LAYERS: 2.0}).probability(ID) < 0.5


def test_blind_is_silent() -> None:
    """Without a definition nothing is said."""
    assert judge({disk.LAYERS: Absent(Reason.DENIED)}).probability(ID) < 0.5
