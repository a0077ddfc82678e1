"""Cases of emulated_nic: a risk, which `check` lists and `why` never names."""

from downstack.model import Absent, Reason
from downstack.signals import nic
from tests.support.machine import judge

ID = "emulated_nic"


def test_fires() -> None:
    """An emulated card: a risk, and no cause."""
    judged = judge({nic.MODEL: "e1000"})

    assert judged.probability(ID) >= 0.8
    assert judged.named == ()


def test_twin_is_silent() -> None:
    """Virtio-net."""
    assert judge({nic.MODEL: "virtio"}).probability(ID) < 0.5


def test_blind_is_silent() -> None:
    """Without a definition nothing is said."""
    assert judge({nic.MODEL: Absent(Reason.DENIED)}).probability(ID) < 0.5
