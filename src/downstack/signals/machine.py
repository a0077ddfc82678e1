"""Signals of what this machine is."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

_CPUINFO = "/proc/cpuinfo"
_DMI = "/sys/class/dmi/id"
_state = partial(Signal, of=Kind.HOST, semantics=Semantics.STATE, unit=Unit.NONE)
_text = partial(Signal, of=Kind.HOST, semantics=Semantics.TEXT, unit=Unit.NONE)

ROLE = _state(
    name="host_role",
    help="Whether this machine is itself a guest of another.",
    origin=f"hypervisor in the flags of {_CPUINFO}, else {_DMI}/sys_vendor",
    states=("bare_metal", "guest"),
)
KVM = _state(
    name="host_kvm",
    help="Whether this machine can run guests by KVM: it needs the CPU's extension and /dev/kvm.",
    origin=f"/dev/kvm and vmx or svm in the flags of {_CPUINFO}",
    states=("available", "no_device", "no_extension"),
)
NESTED = _state(
    name="host_kvm_nested",
    help="Whether its KVM lets guests run guests.",
    origin="/sys/module/kvm_*/parameters/nested, https://docs.kernel.org/virt/kvm/x86/nested-vmx.html",
    states=("yes", "no"),
)
KERNEL = _text(
    name="host_kernel_version", help="Release of its kernel.", origin="/proc/sys/kernel/osrelease"
)
SYSTEM = _text(name="host_system", help="Its distribution.", origin="/etc/os-release PRETTY_NAME")
CPU_MODEL = _text(name="host_cpu_model", help="Its CPU.", origin=f"{_CPUINFO} model name")
VENDOR = _text(name="host_vendor", help="Who made it.", origin=f"{_DMI}/sys_vendor")
PRODUCT = _text(name="host_product", help="What it is.", origin=f"{_DMI}/product_name")
UUID = _text(
    name="host_uuid",
    help="Its SMBIOS UUID: in a guest, the UUID of the domain.",
    origin=f"{_DMI}/product_uuid",
)
UPTIME = Signal(
    name="host_uptime_seconds",
    of=Kind.HOST,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="Time since it was started.",
    origin="/proc/uptime",
)
