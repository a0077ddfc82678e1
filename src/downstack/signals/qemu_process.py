"""Signals of a domain's QEMU process and of its threads other than the vCPUs."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Over, Rate, Semantics, Signal, Unit

PROCESS_STATES = {
    "R": "running",
    "S": "sleeping",
    "D": "uninterruptible",
    "T": "stopped",
    "t": "traced",
    "Z": "zombie",
    "X": "dead",
    "I": "idle",
}
"""The letters of /proc/PID/stat field 3."""

_STAT = "/proc/PID/stat, https://docs.kernel.org/filesystems/proc.html"
_STATUS = "/proc/PID/status, https://docs.kernel.org/filesystems/proc.html"
_SCHEDSTAT = "/proc/PID/task/TID/schedstat, https://docs.kernel.org/scheduler/sched-stats.html"
_seconds = partial(
    Signal,
    of=Kind.DOMAIN,
    semantics=Semantics.COUNTER,
    unit=Unit.SECONDS,
    origin=_SCHEDSTAT,
)
_count = partial(
    Signal, of=Kind.DOMAIN, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin=_SCHEDSTAT
)
_bytes = partial(
    Signal, of=Kind.DOMAIN, semantics=Semantics.INSTANT, unit=Unit.BYTES, origin=_STATUS
)
_ratio = partial(
    Signal, of=Kind.DOMAIN, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin="derived"
)

PROCESS_STATE = Signal(
    name="domain_qemu_process_state",
    of=Kind.DOMAIN,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="State of QEMU's main thread: stopped means that somebody has halted the process.",
    origin=_STAT,
    states=tuple(PROCESS_STATES.values()),
)
PROCESS_AGE = Signal(
    name="domain_qemu_age_seconds",
    of=Kind.DOMAIN,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="How long ago its QEMU was started.",
    origin=_STAT,
)
RESIDENT = _bytes(
    name="domain_resident_bytes",
    help="Memory of the host that QEMU occupies (huge pages excluded).",
)
SWAPPED = _bytes(
    name="domain_swapped_bytes",
    help="Memory of QEMU that lies in the host's swap; harm only with major faults.",
)
HUGE = _bytes(name="domain_huge_bytes", help="Huge pages that QEMU uses.")
MAJOR_FAULTS = Signal(
    name="domain_qemu_major_faults_total",
    of=Kind.DOMAIN,
    semantics=Semantics.COUNTER,
    unit=Unit.COUNT,
    help="Page faults of QEMU that had to wait for a disk of the host.",
    origin=_STAT,
    raw="task.maj_flt",
)
PROCESS_CPU = _seconds(
    name="domain_qemu_cpu_seconds_total",
    help="CPU time of all threads of QEMU, ended ones included.",
    origin=_STAT,
)
MAIN_LOOP_RUN = _seconds(
    name="domain_main_loop_run_seconds_total",
    help="CPU time of QEMU's main loop, which emulates what has no thread of its own.",
)
MAIN_LOOP_DELAY = _seconds(
    name="domain_main_loop_delay_seconds_total",
    help="Time QEMU's main loop was runnable but waited for a CPU.",
    raw="sched_info.run_delay of the main loop",
)
IOTHREADS = _count(
    name="domain_iothreads_count",
    help="I/O threads of this QEMU.",
)
IOTHREAD_RUN = _seconds(
    name="domain_iothread_run_seconds_total",
    help="CPU time of its I/O threads together.",
)
IOTHREAD_DELAY = _seconds(
    name="domain_iothread_delay_seconds_total",
    help="Time its I/O threads were runnable but waited for a CPU, together.",
    raw="sched_info.run_delay of the iothreads",
)
VHOST_RUN = _seconds(
    name="domain_vhost_run_seconds_total",
    help="CPU time of its vhost threads together.",
)
VHOST_DELAY = _seconds(
    name="domain_vhost_delay_seconds_total",
    help="Time its vhost threads were runnable but waited for a CPU, together.",
    raw="sched_info.run_delay of vhost",
)
THREADS = _count(name="domain_qemu_threads_count", help="Threads of QEMU.")
VCPU_THREADS = _count(name="domain_vcpu_threads_count", help="vCPU threads of QEMU.")
WORKERS = _count(
    name="domain_worker_threads_count",
    help="Threads of QEMU's pool, one for each request that waits for a file of the host.",
)
BLOCKED_THREADS = _count(
    name="domain_blocked_threads_count",
    help="Threads of QEMU in uninterruptible sleep: they wait for the host's storage.",
    origin="/proc/PID/task/TID/stat",
)
CPU_USED = _ratio(
    name="domain_cpu_used_ratio",
    help="CPU time of the whole QEMU per second (1 = one CPU).",
    formula=Rate(PROCESS_CPU),
)
MAIN_LOOP_USED = _ratio(
    name="domain_main_loop_used_ratio",
    help="Share of the time that QEMU's main loop runs.",
    formula=Rate(MAIN_LOOP_RUN),
)
MAIN_LOOP_WAITS = _ratio(
    name="domain_main_loop_delay_ratio",
    help="Share of the time that QEMU's main loop waits for a CPU.",
    raw="sched_info.run_delay of the main loop",
    formula=Rate(MAIN_LOOP_DELAY),
)
IOTHREADS_USED = _ratio(
    name="domain_iothreads_used_ratio",
    help="CPU time of all its I/O threads per second.",
    formula=Rate(IOTHREAD_RUN),
)
IOTHREAD_USED = _ratio(
    name="domain_iothread_used_ratio",
    help="Share of the time that an I/O thread runs, on the average of its I/O threads.",
    formula=Over(IOTHREADS_USED, IOTHREADS),
)
IOTHREADS_WAIT = _ratio(
    name="domain_iothreads_delay_ratio",
    help="Time its I/O threads wait for a CPU per second, together.",
    raw="sched_info.run_delay of the iothreads",
    formula=Rate(IOTHREAD_DELAY),
)
VHOST_USED = _ratio(
    name="domain_vhost_used_ratio",
    help="CPU time of its vhost threads per second (1 = one CPU).",
    formula=Rate(VHOST_RUN),
)
VHOST_WAITS = _ratio(
    name="domain_vhost_delay_ratio",
    help="Time its vhost threads wait for a CPU per second, together.",
    raw="sched_info.run_delay of vhost",
    formula=Rate(VHOST_DELAY),
)
MAJOR_FAULT_RATE = Signal(
    name="domain_qemu_major_faults_rate",
    of=Kind.DOMAIN,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="Page faults of QEMU per second that had to wait for a disk of the host.",
    origin="derived",
    raw="task.maj_flt",
    formula=Rate(MAJOR_FAULTS),
)
ALLOWED_CPUS = Signal(
    name="domain_allowed_cpus",
    of=Kind.DOMAIN,
    semantics=Semantics.TEXT,
    unit=Unit.NONE,
    help="CPUs of the host on which QEMU's main loop may run.",
    origin=f"{_STATUS} Cpus_allowed_list",
)
ALLOWED_NODES = Signal(
    name="domain_allowed_nodes",
    of=Kind.DOMAIN,
    semantics=Semantics.TEXT,
    unit=Unit.NONE,
    help="NUMA nodes of the host from which QEMU may take memory.",
    origin=f"{_STATUS} Mems_allowed_list",
)
ALLOWED_NODES_COUNT = _count(
    name="domain_allowed_nodes_count",
    help="Number of NUMA nodes of the host from which QEMU may take memory.",
    origin=f"{_STATUS} Mems_allowed_list",
)
