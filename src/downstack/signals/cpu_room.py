"""Where a vCPU's waiting comes from: its quota, the CPUs it may use, and the room beside them."""

from functools import partial

from downstack.model import Edge, Kind
from downstack.signal import (
    FirstOf,
    Highest,
    Largest,
    Minus,
    Own,
    PerEvent,
    Semantics,
    Signal,
    Unit,
)
from downstack.signals import guest, host_cpu, vcpu

_ratio = partial(Signal, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin="derived")
_count = partial(Signal, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin="derived")

QUOTA_DELAY_RATIO = _ratio(
    name="vcpu_quota_delay_ratio",
    of=Kind.VCPU,
    help="Share of the time that a quota stops the vCPU while it wants to run; 0 without a quota.",
    raw="cfs_bandwidth.throttled_time",
    formula=Minus(vcpu.DELAY_RATIO, vcpu.CONTENTION_RATIO),
)
_THROTTLED_PERIODS_RATIO = _ratio(
    name="vcpu_throttled_periods_ratio",
    of=Kind.VCPU,
    help="Share of the quota's periods in which the vCPU used its quota up.",
    raw="cfs_bandwidth.nr_throttled",
    formula=PerEvent((vcpu.THROTTLED_PERIODS,), (vcpu.PERIODS,)),
)
MAX_THROTTLED_PERIODS_RATIO = _ratio(
    name="domain_max_vcpu_throttled_periods_ratio",
    of=Kind.DOMAIN,
    help="Share of the quota's periods in which one of its vCPUs used its quota up.",
    raw="cfs_bandwidth.nr_throttled",
    formula=Largest(_THROTTLED_PERIODS_RATIO, (Edge.VCPU_OF,)),
)
_HOST_CPUS = _count(
    name="vcpu_host_cpus_count",
    of=Kind.VCPU,
    help="CPUs of its host.",
    formula=Own(host_cpu.CPUS, (Edge.RUNS.inverse,)),
)
_FORBIDDEN_CPUS = _count(
    name="vcpu_forbidden_cpus_count",
    of=Kind.VCPU,
    help="CPUs of the host on which the vCPU may not run.",
    formula=Minus(_HOST_CPUS, vcpu.ALLOWED_CPUS_COUNT),
)
MAX_FORBIDDEN_CPUS = _count(
    name="domain_max_vcpu_forbidden_cpus_count",
    of=Kind.DOMAIN,
    help="CPUs of the host on which its most tightly bound vCPU may not run.",
    formula=Largest(_FORBIDDEN_CPUS, (Edge.VCPU_OF,)),
)
_IDLE_CPUS = _count(
    name="host_idle_cpus_count",
    of=Kind.HOST,
    help="CPUs' worth of time that nobody used.",
    raw="kernel_cpustat",
    formula=Minus(host_cpu.CPUS, host_cpu.BUSY_CPUS),
)
IDLE_CPUS_OF_HOST = _count(
    name="domain_host_idle_cpus_count",
    of=Kind.DOMAIN,
    help="CPUs' worth of time of its host that nobody used.",
    raw="kernel_cpustat",
    formula=Own(_IDLE_CPUS, (Edge.HOSTS.inverse,)),
)
_MAX_USED_FROM_HOST = _ratio(
    name="guest_max_vcpu_used_ratio",
    of=Kind.GUEST,
    help="The largest share of the time that one of its vCPUs runs, seen from the host.",
    formula=Own(vcpu.MAX_USED, (Edge.INSIDE.inverse,)),
)
USED_BY_GUEST_RATIO = _ratio(
    name="guest_vcpus_used_ratio",
    of=Kind.GUEST,
    help="Share of the time that the guest's busiest vCPU runs (from inside: all its vCPUs).",
    formula=FirstOf((_MAX_USED_FROM_HOST, guest.BUSY_RATIO)),
)
_WANTED_FROM_HOST = _count(
    name="guest_vcpus_wanted_count",
    of=Kind.GUEST,
    help="vCPUs' worth of time that its vCPUs run or want to, seen from the host.",
    formula=Own(vcpu.SUM_WANTED, (Edge.INSIDE.inverse,)),
)
WANTED_BY_GUEST_CPUS = _count(
    name="guest_wanted_cpus_count",
    of=Kind.GUEST,
    help="vCPUs' worth of time that work inside used, or would have used had the host let it; "
    "not every guest counts what it did not get, so the host's count is taken too.",
    raw="guest kernel_cpustat",
    formula=Highest((guest.COUNTED_CPUS, _WANTED_FROM_HOST)),
)
