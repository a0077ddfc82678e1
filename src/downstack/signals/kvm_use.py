"""Whether a domain could use the KVM of its host."""

from downstack.model import Edge, Kind
from downstack.signal import Own, Semantics, Signal, Unit
from downstack.signals import machine

HOST_KVM = Signal(
    name="domain_host_kvm",
    of=Kind.DOMAIN,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether the host of the domain can run guests by KVM.",
    origin="derived",
    states=machine.KVM.states,
    formula=Own(machine.KVM, (Edge.HOSTS.inverse,)),
)
