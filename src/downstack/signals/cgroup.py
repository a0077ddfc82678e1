"""Signals of a domain's cgroups: quotas, throttling, memory limits, stalls."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Growth, Over, Rate, Semantics, Signal, Unit
from downstack.signals.qemu_process import VCPU_THREADS

_V2 = "https://docs.kernel.org/admin-guide/cgroup-v2.html"
_BWC = "https://docs.kernel.org/scheduler/sched-bwc.html"
_text = partial(
    Signal,
    of=Kind.DOMAIN,
    semantics=Semantics.TEXT,
    unit=Unit.NONE,
    origin="/proc/PID/cgroup and /proc/self/mountinfo",
)
_seconds = partial(Signal, of=Kind.DOMAIN, semantics=Semantics.COUNTER, unit=Unit.SECONDS)
_events = partial(Signal, of=Kind.DOMAIN, semantics=Semantics.COUNTER, unit=Unit.COUNT)
_bytes = partial(Signal, of=Kind.DOMAIN, semantics=Semantics.INSTANT, unit=Unit.BYTES)
_ratio = partial(
    Signal, of=Kind.DOMAIN, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin="derived"
)
_pressure = partial(_seconds, origin=f"PSI of the domain's cgroup, {_V2}#pressure-files")

CPU_CGROUP = _text(
    name="domain_cpu_cgroup",
    help="Version, mount and folder of the cgroup that limits its CPU time.",
)
MEMORY_CGROUP = _text(
    name="domain_memory_cgroup",
    help="Version, mount and folder of the cgroup that limits its memory.",
)
IO_CGROUP = _text(
    name="domain_io_cgroup",
    help="Version, mount and folder of the cgroup that limits its I/O.",
)
QUOTA = _ratio(
    name="domain_quota_ratio",
    help="CPUs' worth of time that the tightest quota on the whole domain allows per second.",
    origin=f"cpu.max or cpu.cfs_quota_us of the domain and of every cgroup above it, {_BWC}",
)
THROTTLED = _seconds(
    name="domain_throttled_seconds_total",
    help="Time that quotas on the whole domain or above stopped its threads, over all CPUs.",
    origin=f"cpu.stat throttled_usec of the domain and of every cgroup above it, {_BWC}",
    raw="cfs_bandwidth.throttled_time of the domain",
)
EMULATOR_QUOTA = _ratio(
    name="domain_emulator_quota_ratio",
    help="CPUs' worth of time that QEMU's threads other than vCPUs may use per second.",
    origin=f"cpu.max or cpu.cfs_quota_us of .../emulator, {_BWC}",
)
EMULATOR_THROTTLED = _seconds(
    name="domain_emulator_throttled_seconds_total",
    help="Time that the emulator's quota stopped QEMU's threads other than vCPUs.",
    origin=f"cpu.stat throttled_usec of .../emulator, {_BWC}",
)
SHARES = Signal(
    name="domain_cpu_weight_count",
    of=Kind.DOMAIN,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="Weight of the domain against its neighbours (v2: 100 is normal; v1 shares: 1024).",
    origin=f"cpu.weight, {_V2}; cpu.shares",
)
MEMORY_LIMIT = _bytes(
    name="domain_memory_limit_bytes",
    help="Memory that the domain's cgroup allows for QEMU and its page cache.",
    origin=f"memory.max or memory.limit_in_bytes, {_V2}",
)
MEMORY_USED = _bytes(
    name="domain_memory_used_bytes",
    help="Memory that is charged to the domain's cgroup.",
    origin=f"memory.current or memory.usage_in_bytes, {_V2}",
)
MEMORY_SWAP = _bytes(
    name="domain_cgroup_swap_bytes",
    help="Swap that is charged to the domain's cgroup.",
    origin=f"memory.swap.current or memory.stat swap, {_V2}",
)
LIMIT_HITS = _events(
    name="domain_memory_limit_hits_total",
    help="How often the domain's cgroup ran into its memory limit.",
    origin=f"memory.events max or memory.failcnt, {_V2}",
)
OOM_KILLS = _events(
    name="domain_oom_kills_total",
    help="Processes that were killed because the domain's cgroup was out of memory.",
    origin=f"memory.events oom_kill or memory.oom_control, {_V2}",
)
IO_LIMITED = Signal(
    name="domain_io_limited",
    of=Kind.DOMAIN,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether the domain's cgroup limits its I/O on a device of the host.",
    origin=f"io.max or blkio.throttle.*, {_V2}",
    states=("yes", "no"),
)
IO_LIMITS = Signal(
    name="domain_io_limits",
    of=Kind.DOMAIN,
    semantics=Semantics.TEXT,
    unit=Unit.NONE,
    help="The I/O limits of the domain's cgroup, by device.",
    origin=f"io.max or blkio.throttle.*, {_V2}",
)
CPU_WAITING = _pressure(
    name="domain_cpu_waiting_seconds_total",
    help="Time in which some thread of the domain waited for a CPU.",
)
MEMORY_WAITING = _pressure(
    name="domain_memory_waiting_seconds_total",
    help="Time in which some thread of the domain waited for memory.",
)
MEMORY_STALLED = _pressure(
    name="domain_memory_stalled_seconds_total",
    help="Time in which all threads of the domain waited for memory.",
)
IO_WAITING = _pressure(
    name="domain_io_waiting_seconds_total",
    help="Time in which some thread of the domain waited for storage.",
)
IO_STALLED = _pressure(
    name="domain_io_stalled_seconds_total",
    help="Time in which all threads of the domain waited for storage.",
)
THROTTLED_RATIO = _ratio(
    name="domain_throttled_ratio",
    help="Time per second that quotas on the whole domain or above stop it, over all CPUs.",
    raw="cfs_bandwidth.throttled_time of the domain",
    formula=Rate(THROTTLED),
)
THROTTLED_SHARE = _ratio(
    name="domain_throttled_per_vcpu_ratio",
    help="The same, divided by its vCPUs.",
    raw="cfs_bandwidth.throttled_time of the domain",
    formula=Over(THROTTLED_RATIO, VCPU_THREADS),
)
EMULATOR_THROTTLED_RATIO = _ratio(
    name="domain_emulator_throttled_ratio",
    help="Share of the time that its quota stops the emulator.",
    formula=Rate(EMULATOR_THROTTLED),
)
MEMORY_RATIO = _ratio(
    name="domain_memory_limit_used_ratio",
    help="How much of the domain's memory limit is used.",
    formula=Over(MEMORY_USED, MEMORY_LIMIT),
)
OOM_KILLS_COUNT = Signal(
    name="domain_oom_kills_count",
    of=Kind.DOMAIN,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="Processes of the domain's cgroup killed for lack of memory within the window.",
    origin="derived",
    formula=Growth(OOM_KILLS),
)
CPU_WAITING_RATIO = _ratio(
    name="domain_cpu_waiting_ratio",
    help="Share of the time in which some thread of the domain waits for a CPU.",
    formula=Rate(CPU_WAITING),
)
MEMORY_WAITING_RATIO = _ratio(
    name="domain_memory_waiting_ratio",
    help="Share of the time in which some thread of the domain waits for memory.",
    formula=Rate(MEMORY_WAITING),
)
MEMORY_STALLED_RATIO = _ratio(
    name="domain_memory_stalled_ratio",
    help="Share of the time in which all threads of the domain wait for memory.",
    formula=Rate(MEMORY_STALLED),
)
IO_WAITING_RATIO = _ratio(
    name="domain_io_waiting_ratio",
    help="Share of the time in which some thread of the domain waits for storage.",
    formula=Rate(IO_WAITING),
)
IO_STALLED_RATIO = _ratio(
    name="domain_io_stalled_ratio",
    help="Share of the time in which all threads of the domain wait for storage.",
    formula=Rate(IO_STALLED),
)
