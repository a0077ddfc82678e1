"""Signals of a domain's definition: what was asked for."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

_DOC = "https://libvirt.org/formatdomain.html"
_TUNE = f"<cputune>, {_DOC}#cpu-tuning"
_state = partial(Signal, of=Kind.DOMAIN, semantics=Semantics.STATE, unit=Unit.NONE)
_text = partial(Signal, of=Kind.DOMAIN, semantics=Semantics.TEXT, unit=Unit.NONE)
_number = partial(Signal, of=Kind.DOMAIN, semantics=Semantics.INSTANT, unit=Unit.COUNT)

VCPUS = _number(
    name="domain_vcpus_count", help="vCPUs of the domain.", origin=f"<vcpu>, {_DOC}#cpu-allocation"
)
VCPUS_MAXIMUM = _number(
    name="domain_vcpus_maximum_count",
    help="vCPUs that the domain may be given.",
    origin=f"<vcpu>, {_DOC}#cpu-allocation",
)
MEMORY = _number(
    name="domain_memory_bytes",
    unit=Unit.BYTES,
    help="Memory of the domain.",
    origin=f"<memory>, {_DOC}#memory-allocation",
)
HUGEPAGES = _state(
    name="domain_hugepages",
    help="Whether the domain's memory must come from huge pages of the host.",
    origin=f"<hugepages>, {_DOC}#memory-backing",
    states=("yes", "no"),
)
HUGEPAGE_SIZE = _number(
    name="domain_hugepage_bytes",
    unit=Unit.BYTES,
    help="Size of the huge pages that the domain asks for (absent: the host's default).",
    origin=f"<hugepages>, {_DOC}#memory-backing",
)
LOCKED = _state(
    name="domain_memory_locked",
    help="Whether the domain's memory is locked in the host's memory.",
    origin=f"<locked>, {_DOC}#memory-backing",
    states=("yes", "no"),
)
NUMA_MODE = _state(
    name="domain_numa_mode",
    help="How strictly the domain's memory is bound to NUMA nodes.",
    origin=f"<numatune>, {_DOC}#numa-node-tuning",
    states=("none", "strict", "preferred", "interleave", "restrictive"),
)
NUMA_NODES = _text(
    name="domain_numa_nodes",
    help="NUMA nodes of the host that the domain's memory is bound to.",
    origin=f"<numatune>, {_DOC}#numa-node-tuning",
)
EMULATOR_CPUS = _text(
    name="domain_emulator_cpus",
    help="CPUs of the host to which QEMU's other threads are pinned.",
    origin=_TUNE,
)
VCPU_QUOTA = _number(
    name="domain_vcpu_quota_ratio",
    unit=Unit.RATIO,
    help="CPU time per second that the definition allows each vCPU.",
    origin=_TUNE,
)
GLOBAL_QUOTA = _number(
    name="domain_global_quota_ratio",
    unit=Unit.RATIO,
    help="CPU time per second that the definition allows the whole domain.",
    origin=_TUNE,
)
EMULATOR_QUOTA = _number(
    name="domain_configured_emulator_quota_ratio",
    unit=Unit.RATIO,
    help="CPU time per second that the definition allows QEMU's other threads.",
    origin=_TUNE,
)
SHARES = _number(
    name="domain_cpu_shares_count",
    help="Weight that the definition gives the domain.",
    origin=_TUNE,
)
CPU_MODE = _state(
    name="domain_cpu_mode",
    help="How much of the host's CPU model the guest sees.",
    origin=f"<cpu>, {_DOC}#cpu-model-and-topology",
    states=("default", "custom", "host-model", "host-passthrough", "maximum"),
)
CPU_MODEL = _text(
    name="domain_cpu_model",
    help="CPU model that the guest sees.",
    origin=f"<cpu>, {_DOC}#cpu-model-and-topology",
)
MACHINE = _text(
    name="domain_machine",
    help="Machine type, with its version.",
    origin=f"<os>, {_DOC}#operating-system-booting",
)
CLOCK = _state(
    name="domain_clock",
    help="What the guest's hardware clock starts from.",
    origin=f"<clock>, {_DOC}#time-keeping",
    states=("utc", "localtime", "timezone", "variable", "absolute"),
)
ON_CRASH = _state(
    name="domain_on_crash",
    help="What libvirt does when the guest's kernel panics.",
    origin=f"<on_crash>, {_DOC}#events-configuration",
    states=(
        "destroy",
        "restart",
        "preserve",
        "rename-restart",
        "coredump-destroy",
        "coredump-restart",
    ),
)
AGENT = _state(
    name="domain_agent_channel",
    help="The guest agent's channel: none, or whether something in the guest has it open.",
    origin=f"<channel>, {_DOC}#channel",
    states=("none", "connected", "disconnected"),
)
BALLOON = _state(
    name="domain_balloon",
    help="Whether the guest has a balloon.",
    origin=f"<memballoon>, {_DOC}#memory-balloon-device",
    states=("virtio", "none", "other"),
)
BALLOON_PERIOD = _number(
    name="domain_balloon_period_seconds",
    unit=Unit.SECONDS,
    help="How often QEMU asks the balloon for statistics.",
    origin=f"<stats period=>, {_DOC}#memory-balloon-device",
)
PANIC_DEVICE = _state(
    name="domain_panic_device",
    help="Whether the guest can tell the host that its kernel panicked.",
    origin=f"<panic>, {_DOC}#panic-device",
    states=("yes", "no"),
)
WATCHDOG = _state(
    name="domain_watchdog",
    help="What the watchdog does when the guest stops feeding it; no_device: there is none.",
    origin=f"<watchdog>, {_DOC}#watchdog-devices",
    states=(
        "no_device",
        "reset",
        "shutdown",
        "poweroff",
        "pause",
        "none",
        "dump",
        "inject-nmi",
    ),
)
RNG = _state(
    name="domain_rng",
    help="Whether the guest has a source of random numbers.",
    origin=f"<rng>, {_DOC}#random-number-generator-device",
    states=("yes", "no"),
)
IOTHREADS = _number(
    name="domain_configured_iothreads_count",
    help="I/O threads that the definition asks for.",
    origin=f"<iothreads>, {_DOC}#iothreads-allocation",
)
HOST_DEVICES = _number(
    name="domain_host_devices_count",
    help="Devices of the host that are given to the guest; they prevent live migration.",
    origin=f"<hostdev>, {_DOC}#host-device-assignment",
)
