"""Signals of QEMU's monitor: does it answer libvirt?"""

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

SILENCE = Signal(
    name="domain_monitor_silence_seconds",
    of=Kind.DOMAIN,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="How long libvirt has been waiting for an answer of QEMU's monitor; 0: it answers, or "
    "nobody has asked.",
    origin="virDomainGetControlInfo, https://libvirt.org/html/libvirt-libvirt-domain.html",
)
