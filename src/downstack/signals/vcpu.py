"""Signals of one vCPU thread."""

from functools import partial

from downstack.model import Edge, Kind
from downstack.signal import FirstOf, Largest, Minus, Own, Rate, Semantics, Signal, Sum, Total, Unit
from downstack.signals import cgroup

_SCHEDSTAT = "/proc/PID/task/TID/schedstat, https://docs.kernel.org/scheduler/sched-stats.html"
_DOMSTATS = "virConnectGetAllDomainStats vcpu.N"
_STAT = "/proc/PID/task/TID/stat, https://docs.kernel.org/filesystems/proc.html"
_DELAY = "sched_info.run_delay"
_seconds = partial(Signal, of=Kind.VCPU, semantics=Semantics.COUNTER, unit=Unit.SECONDS)
_text = partial(Signal, of=Kind.VCPU, semantics=Semantics.TEXT, unit=Unit.NONE)
_state = partial(Signal, of=Kind.VCPU, semantics=Semantics.STATE, unit=Unit.NONE)
_ratio = partial(
    Signal, of=Kind.VCPU, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin="derived"
)
_of_domain = partial(
    Signal, of=Kind.DOMAIN, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin="derived"
)

RUN = _seconds(
    name="vcpu_run_seconds_total",
    help="CPU time of this vCPU thread.",
    origin=f"{_SCHEDSTAT} field 1",
    raw="se.sum_exec_runtime",
)
RUN_DELAY = _seconds(
    name="vcpu_run_delay_seconds_total",
    help="Time this vCPU thread was runnable but waited for a CPU (quota throttling included): "
    "steal, seen from the host.",
    origin=f"{_SCHEDSTAT} field 2",
    raw=_DELAY,
)
GUEST = _seconds(
    name="vcpu_guest_seconds_total",
    help="Time this vCPU thread executed guest code by KVM; the rest is KVM and QEMU themselves.",
    origin=f"{_STAT} field 43",
    raw="signal.gtime",
)
TIME = _seconds(
    name="vcpu_time_seconds_total",
    help="CPU time of this vCPU, as libvirt counts it.",
    origin=f"{_DOMSTATS}.time",
    raw="se.sum_exec_runtime",
)
DELAY = _seconds(
    name="vcpu_delay_seconds_total",
    help="Time this vCPU was runnable but waited for a CPU, as libvirt reads it.",
    origin=f"{_DOMSTATS}.delay",
    raw=_DELAY,
)
WAIT = _seconds(
    name="vcpu_wait_seconds_total",
    help="Time this vCPU waited in the scheduler's statistics, which are off by default.",
    origin=f"{_DOMSTATS}.wait, https://docs.kernel.org/admin-guide/sysctl/kernel.html",
    raw="se.statistics.wait_sum",
)
STATE = _state(
    name="vcpu_state",
    help="What QEMU says the vCPU does.",
    origin=f"{_DOMSTATS}.state",
    states=("offline", "running", "blocked"),
)
THREAD_STATE = _state(
    name="vcpu_thread_state",
    help="State of the vCPU thread at the moment of the sample.",
    origin=f"{_STAT} field 3",
    states=(
        "running",
        "sleeping",
        "uninterruptible",
        "stopped",
        "traced",
        "zombie",
        "dead",
        "idle",
    ),
)
THREAD = _text(
    name="vcpu_thread",
    help="Thread id of the vCPU.",
    origin="/proc/PID/task/TID/comm",
)
LAST_CPU = _text(
    name="vcpu_last_cpu",
    help="CPU of the host on which the vCPU ran last.",
    origin=f"{_STAT} field 39",
)
ALLOWED_CPUS = _text(
    name="vcpu_allowed_cpus",
    help="CPUs of the host on which the vCPU may run (affinity and cpuset together).",
    origin="/proc/PID/task/TID/status Cpus_allowed_list",
)
CONFIGURED_CPUS = _text(
    name="vcpu_configured_cpus",
    help="CPUs to which the definition pins the vCPU.",
    origin="<vcpupin>, https://libvirt.org/formatdomain.html#cpu-tuning",
)
ALLOWED_CPUS_COUNT = Signal(
    name="vcpu_allowed_cpus_count",
    of=Kind.VCPU,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="Number of online CPUs of the host on which the vCPU may run.",
    origin="/proc/PID/task/TID/status Cpus_allowed_list",
)
PINNED_SHARERS = Signal(
    name="vcpu_pinned_sharers_count",
    of=Kind.VCPU,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="vCPUs of any domain that may run on this vCPU's only CPU alone, itself included; 0 when "
    "it may run on several.",
    origin="/proc/PID/task/TID/status Cpus_allowed_list",
)
QUOTA = Signal(
    name="vcpu_quota_ratio",
    of=Kind.VCPU,
    semantics=Semantics.INSTANT,
    unit=Unit.RATIO,
    help="CPU time per second that the quota of its own cgroup allows the vCPU.",
    origin="cpu.max or cpu.cfs_quota_us, https://docs.kernel.org/scheduler/sched-bwc.html",
)
THROTTLED = _seconds(
    name="vcpu_throttled_seconds_total",
    help="Time the vCPU stood still because the quota of its own cgroup was used up.",
    origin="cpu.stat throttled_usec, https://docs.kernel.org/scheduler/sched-bwc.html",
    raw="cfs_bandwidth.throttled_time",
)
PERIODS = Signal(
    name="vcpu_quota_periods_total",
    of=Kind.VCPU,
    semantics=Semantics.COUNTER,
    unit=Unit.COUNT,
    help="Periods in which the vCPU ran under a quota.",
    origin="cpu.stat nr_periods",
)
THROTTLED_PERIODS = Signal(
    name="vcpu_throttled_periods_total",
    of=Kind.VCPU,
    semantics=Semantics.COUNTER,
    unit=Unit.COUNT,
    help="Periods in which the quota was used up before the end.",
    origin="cpu.stat nr_throttled",
)

_RUN_RATE = _ratio(
    name="vcpu_run_ratio",
    help="Share of the time that the vCPU thread runs, by the scheduler.",
    raw="se.sum_exec_runtime",
    formula=Rate(RUN),
)
_TIME_RATE = _ratio(
    name="vcpu_time_ratio",
    help="Share of the time that the vCPU runs, by libvirt.",
    raw="se.sum_exec_runtime",
    formula=Rate(TIME),
)
_RUN_DELAY_RATE = _ratio(
    name="vcpu_run_delay_ratio",
    help="Share of the time that the vCPU thread waits for a CPU or its quota, by the scheduler.",
    raw=_DELAY,
    formula=Rate(RUN_DELAY),
)
_DELAY_RATE = _ratio(
    name="vcpu_domstats_delay_ratio",
    help="Share of the time that the vCPU waits for a CPU or its quota, by libvirt.",
    raw=_DELAY,
    formula=Rate(DELAY),
)
USED_RATIO = _ratio(
    name="vcpu_used_ratio",
    help="Share of the time that the vCPU runs on a CPU of the host.",
    raw="se.sum_exec_runtime",
    formula=FirstOf((_RUN_RATE, _TIME_RATE)),
)
DELAY_RATIO = _ratio(
    name="vcpu_delay_ratio",
    help="Share of the time that the vCPU is runnable and does not run, for whatever reason.",
    raw=_DELAY,
    formula=FirstOf((_RUN_DELAY_RATE, _DELAY_RATE)),
)
WANTED_RATIO = _ratio(
    name="vcpu_wanted_ratio",
    help="Share of the time that the vCPU runs or wants to.",
    formula=Sum((USED_RATIO, DELAY_RATIO)),
)
THROTTLED_RATIO = _ratio(
    name="vcpu_throttled_ratio",
    help="Share of the time that the quota of its own cgroup stops the vCPU.",
    raw="cfs_bandwidth.throttled_time",
    formula=Rate(THROTTLED),
)
GROUP_THROTTLED_RATIO = _ratio(
    name="vcpu_group_throttled_ratio",
    help="Its domain's part of the time that a quota of the whole domain or above stops it.",
    raw="cfs_bandwidth.throttled_time of the domain",
    formula=Own(cgroup.THROTTLED_SHARE, (Edge.VCPU_OF,)),
)
_UNTHROTTLED_RATIO = _ratio(
    name="vcpu_unthrottled_delay_ratio",
    help="Share of the time that the vCPU waits without being stopped by its own quota.",
    raw=_DELAY,
    formula=Minus(DELAY_RATIO, THROTTLED_RATIO),
)
CONTENTION_RATIO = _ratio(
    name="vcpu_contention_ratio",
    help="Share of the time that the vCPU waits because others occupy its CPUs (no quota).",
    raw=_DELAY,
    formula=Minus(_UNTHROTTLED_RATIO, GROUP_THROTTLED_RATIO),
)
GUEST_RATIO = _ratio(
    name="vcpu_guest_ratio",
    help="Share of the time that the vCPU executes guest code by KVM.",
    formula=Rate(GUEST),
)
OVERHEAD_RATIO = _ratio(
    name="vcpu_overhead_ratio",
    help="Share of the time that its thread works for KVM and QEMU instead of the guest.",
    formula=Minus(USED_RATIO, GUEST_RATIO),
)
MAX_CONTENTION = _of_domain(
    name="domain_max_vcpu_contention_ratio",
    help="The largest share of the time that one of its vCPUs waits behind others.",
    raw=_DELAY,
    formula=Largest(CONTENTION_RATIO, (Edge.VCPU_OF,)),
)
MAX_THROTTLED = _of_domain(
    name="domain_max_vcpu_throttled_ratio",
    help="The largest share of the time that a quota stops one of its vCPUs.",
    raw="cfs_bandwidth.throttled_time",
    formula=Largest(THROTTLED_RATIO, (Edge.VCPU_OF,)),
)
MAX_USED = _of_domain(
    name="domain_max_vcpu_used_ratio",
    help="The largest share of the time that one of its vCPUs runs.",
    formula=Largest(USED_RATIO, (Edge.VCPU_OF,)),
)
MAX_WANTED = _of_domain(
    name="domain_max_vcpu_wanted_ratio",
    help="The largest share of the time that one of its vCPUs runs or wants to.",
    formula=Largest(WANTED_RATIO, (Edge.VCPU_OF,)),
)
SUM_USED = _of_domain(
    name="domain_sum_vcpu_used_ratio",
    help="CPU time of all its vCPUs per second (1 = one CPU).",
    formula=Total(USED_RATIO, (Edge.VCPU_OF,)),
)
SUM_WANTED = _of_domain(
    name="domain_sum_vcpu_wanted_ratio",
    help="CPU time that all its vCPUs use or want to per second (1 = one CPU).",
    formula=Total(WANTED_RATIO, (Edge.VCPU_OF,)),
)
MAX_PINNED_SHARERS = Signal(
    name="domain_max_vcpu_pinned_sharers_count",
    of=Kind.DOMAIN,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="vCPUs of any domain on the most crowded CPU to which one of its vCPUs is bound alone.",
    origin="derived",
    formula=Largest(PINNED_SHARERS, (Edge.VCPU_OF,)),
)
