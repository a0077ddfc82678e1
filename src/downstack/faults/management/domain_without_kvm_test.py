"""Cases of domain_without_kvm: a risk, which `check` lists and `why` never names."""

from downstack.model import Absent, Reason
from downstack.signals import domain, kvm_use
from tests.support.machine import judge

ID = "domain_without_kvm"


def test_fires() -> None:
    """Every guest of the lab's first tier on a machine with /dev/kvm: a risk, and no cause."""
    judged = judge({domain.ACCELERATOR: "tcg", kvm_use.HOST_KVM: "available"})

    assert judged.probability(ID) >= 0.8
    assert judged.named == ()


def test_twin_is_a_host_without_kvm() -> None:
    """Where there is no KVM there is no other way."""
    judged = judge({domain.ACCELERATOR: "tcg", kvm_use.HOST_KVM: "no_extension"})

    assert judged.probability(ID) < 0.5
    assert judge({domain.ACCELERATOR: "kvm"}).probability(ID) < 0.5


def test_blind_is_silent() -> None:
    """Who does not know whether the host has KVM says nothing."""
    denied = Absent(Reason.DENIED)

    assert judge({domain.ACCELERATOR: "tcg", kvm_use.HOST_KVM: denied}).probability(ID) < 0.5
