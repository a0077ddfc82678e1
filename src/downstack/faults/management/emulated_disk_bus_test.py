"""Cases of emulated_disk_bus: a risk, which `check` lists and `why` never names."""

from downstack.model import Absent, Reason
from downstack.signals import disk
from tests.support.machine import judge

ID = "emulated_disk_bus"


def test_fires() -> None:
    """An emulated controller: a risk, and no cause."""
    judged = judge({disk.BUS: "sata"})

    assert judged.probability(ID) >= 0.8
    assert judged.named == ()


def test_twin_is_silent() -> None:
    """Virtio-blk."""
    assert judge({disk.BUS: "virtio"}).probability(ID) < 0.5


def test_blind_is_silent() -> None:
    """Without a definition nothing is said."""
    assert judge({disk.BUS: Absent(Reason.DENIED)}).probability(ID) < 0.5
