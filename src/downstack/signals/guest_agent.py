"""What only the guest agent tells of a guest."""

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

INTERFACES = Signal(
    name="guest_interfaces",
    of=Kind.GUEST,
    semantics=Semantics.TEXT,
    unit=Unit.NONE,
    help="Its network interfaces with their addresses, the loopback left out.",
    origin="guest-network-get-interfaces, https://www.qemu.org/docs/master/interop/qemu-ga-ref.html",
)
