"""Signals of a container: as the API server tells them, and its cgroup on the node."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Growth, Over, Semantics, Signal, Unit

_STATUS = (
    "containerStatuses of the Pod, "
    "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-states"
)
_SPEC = "spec.containers of the Pod"
_PROBES = "events Unhealthy and Killing repeated within the last ten minutes, by their count"
_CPU = "cpu.stat of its cgroup, https://docs.kernel.org/scheduler/sched-bwc.html"
_MEMORY = "its memory cgroup, https://docs.kernel.org/admin-guide/cgroup-v2.html#memory"
_state = partial(Signal, of=Kind.CONTAINER, semantics=Semantics.STATE, unit=Unit.NONE)
_text = partial(Signal, of=Kind.CONTAINER, semantics=Semantics.TEXT, unit=Unit.NONE)
_count = partial(Signal, of=Kind.CONTAINER, semantics=Semantics.INSTANT, unit=Unit.COUNT)
_seconds = partial(Signal, of=Kind.CONTAINER, semantics=Semantics.INSTANT, unit=Unit.SECONDS)
_bytes = partial(Signal, of=Kind.CONTAINER, semantics=Semantics.INSTANT, unit=Unit.BYTES)
_folder = partial(_text, origin="/proc/PID/cgroup of its processes, and where that is mounted")
_total = partial(Signal, of=Kind.CONTAINER, semantics=Semantics.COUNTER, unit=Unit.COUNT)

STATE = _state(
    name="container_state",
    help="Whether it runs.",
    origin=_STATUS,
    states=("running", "waiting", "terminated"),
)
WAITS_FOR = _state(
    name="container_waits_for",
    help="What it waits for before it can run.",
    origin=f"state.waiting.reason, {_STATUS}",
    states=("nothing", "start", "image", "configuration", "back_off", "runtime", "other"),
)
LAST_END = _state(
    name="container_last_end",
    help="How it, or the one before it, ended within the last hour.",
    origin=f"terminated.reason, {_STATUS}",
    states=("none", "completed", "error", "out_of_memory", "not_started", "other"),
)
EXIT_CODE = _count(
    name="container_exit_code_count",
    help="Exit code of its last end; above 128 a signal ended it.",
    origin=f"terminated.exitCode, {_STATUS}",
)
LIFE = _seconds(
    name="container_last_life_seconds",
    help="How long it lived before its last end.",
    origin=f"startedAt and finishedAt, {_STATUS}",
)
RESTARTS = _count(
    name="container_restarts_count", help="How often it was started again.", origin=_STATUS
)
TROUBLE = _text(
    name="container_trouble", help="Why it waits, in the kubelet's words.", origin=_STATUS
)
ID = _text(name="container_id", help="Its id at the runtime.", origin=_STATUS)
CPU_LIMIT = _count(name="container_cpu_limit_count", help="CPUs it may use.", origin=_SPEC)
CPU_USED = _count(
    name="container_cpu_used_count",
    help="CPUs that it used, the mean of the last 10 to 60 s.",
    origin="usage.cpu of its PodMetrics (metrics.k8s.io), from metrics-server, else "
    "cpu.usageNanoCores of the kubelet's /stats/summary: "
    "https://kubernetes.io/docs/tasks/debug/debug-cluster/resource-metrics-pipeline/",
)
CPU_FILLED = Signal(
    name="container_cpu_filled_ratio",
    of=Kind.CONTAINER,
    semantics=Semantics.INSTANT,
    unit=Unit.RATIO,
    help="Part of its CPU limit that it used, the mean of the last 10 to 60 s.",
    origin="derived",
    formula=Over(CPU_USED, CPU_LIMIT),
)
CPU_REQUEST = _count(name="container_cpu_request_count", help="CPUs reserved.", origin=_SPEC)
MEMORY_LIMIT = _bytes(name="container_memory_limit_bytes", help="Memory it may use.", origin=_SPEC)
LIVENESS_PATIENCE = _seconds(
    name="container_liveness_patience_seconds",
    help="How long it may leave its liveness probe unanswered before it is killed.",
    origin=f"livenessProbe: periodSeconds x (failureThreshold - 1) + timeoutSeconds, {_SPEC}",
)
LIVENESS_TIMEOUT = _seconds(
    name="container_liveness_timeout_seconds",
    help="How long one liveness probe may take.",
    origin=f"livenessProbe.timeoutSeconds, {_SPEC}",
)
LIVENESS_KILLS = _count(
    name="container_liveness_kills_count",
    help="Times that it was killed because its liveness or startup probe failed.",
    origin=_PROBES,
)
LIVENESS_FAILURES = _count(
    name="container_liveness_failures_count",
    help="Liveness and startup probes that failed.",
    origin=_PROBES,
)
LIVENESS_LATE = _count(
    name="container_liveness_late_count",
    help="Liveness and startup probes that failed because no answer came in time.",
    origin=_PROBES,
)
READINESS_FAILURES = _count(
    name="container_readiness_failures_count",
    help="Readiness probes that failed.",
    origin=_PROBES,
)
READINESS_ANSWER = _state(
    name="container_readiness_answer",
    help="How the readiness probe of a pod that is not ready failed the last time: the program "
    "refused, nobody listened on its port, or no answer came in time; none where it did not fail.",
    origin=_PROBES,
    states=("none", "refused", "closed", "late"),
)
CPU_CGROUP = _folder(name="container_cpu_cgroup", help="Where its CPU cgroup is.")
MEMORY_CGROUP = _folder(name="container_memory_cgroup", help="Where its memory cgroup is.")
PIDS_CGROUP = _folder(name="container_pids_cgroup", help="Where its cgroup of task counts is.")
QUOTA = _count(
    name="container_cpu_quota_count", help="CPUs' worth of time its cgroup allows.", origin=_CPU
)
PERIODS = _total(
    name="container_cpu_periods_total",
    help="Periods of the quota in which it ran.",
    origin=_CPU,
    raw="cfs_bandwidth.nr_periods",
)
THROTTLED_PERIODS = _total(
    name="container_throttled_periods_total",
    help="Periods in which it used up its quota and had to wait.",
    origin=_CPU,
    raw="cfs_bandwidth.nr_throttled",
)
THROTTLED = Signal(
    name="container_throttled_seconds_total",
    of=Kind.CONTAINER,
    semantics=Semantics.COUNTER,
    unit=Unit.SECONDS,
    help="Time that its tasks were kept from running by the quota.",
    origin=_CPU,
    raw="cfs_bandwidth.throttled_time",
)
MEMORY_USED = _bytes(
    name="container_memory_used_bytes", help="Memory in use, page cache included.", origin=_MEMORY
)
MEMORY_MOST = _bytes(
    name="container_cgroup_memory_limit_bytes", help="Memory its cgroup allows.", origin=_MEMORY
)
LIMIT_HITS = _total(
    name="container_memory_limit_hits_total",
    help="Times that it reached its memory limit and something had to be reclaimed.",
    origin=_MEMORY,
)
OOM_KILLS = _total(
    name="container_oom_kills_total",
    help="Processes of it that the kernel killed at its memory limit.",
    origin=_MEMORY,
)
PIDS = _count(name="container_pids_count", help="Tasks in it.", origin="pids.current")
PIDS_MOST = _count(name="container_pids_limit_count", help="Tasks allowed.", origin="pids.max")
_GROWN_PERIODS = _count(
    name="container_periods_in_window_count",
    help="Periods of the quota within the window in which it ran.",
    origin="derived",
    formula=Growth(PERIODS),
)
_GROWN_THROTTLED = _count(
    name="container_throttled_periods_in_window_count",
    help="Periods within the window in which it used up its quota.",
    origin="derived",
    formula=Growth(THROTTLED_PERIODS),
)
THROTTLED_RATIO = Signal(
    name="container_throttled_periods_ratio",
    of=Kind.CONTAINER,
    semantics=Semantics.INSTANT,
    unit=Unit.RATIO,
    help="Share of the scheduler's periods in which it ran into its CPU limit.",
    origin="derived",
    raw="cfs_bandwidth.nr_throttled",
    formula=Over(_GROWN_THROTTLED, _GROWN_PERIODS),
)
NEW_OOM_KILLS = _count(
    name="container_new_oom_kills_count",
    help="Processes of it that the kernel killed within the window for want of memory.",
    origin="derived",
    formula=Growth(OOM_KILLS),
)
MEMORY_FILLED = Signal(
    name="container_memory_filled_ratio",
    of=Kind.CONTAINER,
    semantics=Semantics.INSTANT,
    unit=Unit.RATIO,
    help="Part of its memory limit in use, page cache included.",
    origin="derived",
    formula=Over(MEMORY_USED, MEMORY_MOST),
)
