"""Signals of the CPUs of this machine: how they are used, and who waits for them.

The kernel reports CPU time in ticks of USER_HZ, which is 100 on every Linux architecture that
runs KVM (https://man7.org/linux/man-pages/man7/time.7.html).
"""

from functools import partial

from downstack.model import Kind
from downstack.signal import Over, Rate, Scale, Semantics, Signal, Unit

_STAT = "/proc/stat, https://docs.kernel.org/filesystems/proc.html"
_LOADAVG = "/proc/loadavg, https://docs.kernel.org/filesystems/proc.html"
_PSI = "/proc/pressure/cpu, https://docs.kernel.org/accounting/psi.html"
_seconds = partial(
    Signal, of=Kind.HOST, semantics=Semantics.COUNTER, unit=Unit.SECONDS, origin=_STAT
)
_events = partial(Signal, of=Kind.HOST, semantics=Semantics.COUNTER, unit=Unit.COUNT, origin=_STAT)
_count = partial(Signal, of=Kind.HOST, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin=_STAT)
_ratio = partial(
    Signal, of=Kind.HOST, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin="derived"
)

USER = _seconds(
    name="host_cpu_user_seconds_total",
    help="CPU time of programs (of guests too), over all CPUs.",
)
NICE = _seconds(
    name="host_cpu_nice_seconds_total",
    help="CPU time of programs of low priority, over all CPUs.",
)
SYSTEM = _seconds(
    name="host_cpu_system_seconds_total",
    help="CPU time of the kernel, over all CPUs.",
)
IDLE = _seconds(
    name="host_cpu_idle_seconds_total",
    help="Time in which CPUs had nothing to do.",
)
IOWAIT = _seconds(
    name="host_cpu_iowait_seconds_total",
    help="Time in which CPUs had nothing to do and a task of theirs waited for storage.",
    raw="kernel_cpustat.iowait",
)
IRQ = _seconds(
    name="host_cpu_irq_seconds_total",
    help="CPU time of interrupts, over all CPUs.",
)
SOFTIRQ = _seconds(
    name="host_cpu_softirq_seconds_total",
    help="CPU time of soft interrupts (network, block, timers), over all CPUs.",
    raw="kernel_cpustat.softirq",
)
STEAL = _seconds(
    name="host_cpu_steal_seconds_total",
    help="Time in which this machine, itself a guest, wanted to run and its own host did not let "
    "it, over all CPUs.",
    raw="kernel_cpustat.steal",
)
GUEST = _seconds(
    name="host_cpu_guest_seconds_total",
    help="CPU time of guests under KVM (part of user), over all CPUs.",
)
BUSY = _seconds(
    name="host_cpu_busy_seconds_total",
    help="CPU time of everything that ran: user, nice, system, irq and softirq, over all CPUs.",
    raw="kernel_cpustat",
)
CPUS = _count(name="host_cpus_count", help="CPUs online.")
RUNNING = _count(
    name="host_running_count",
    help="Tasks that run or wait for a CPU at the moment of the sample, this reader included.",
    raw="rq.nr_running",
)
BLOCKED = _count(
    name="host_blocked_count",
    help="Tasks that wait for storage at the moment of the sample.",
    raw="rq.nr_iowait",
)
SWITCHES = _events(name="host_context_switches_total", help="Context switches.")
FORKS = _events(name="host_forks_total", help="Processes and threads started.")
RUNNABLE = _count(
    name="host_runnable_count",
    help="Tasks that run or wait for a CPU at the moment of the sample, this reader included.",
    origin=f"{_LOADAVG} field 4",
    raw="rq.nr_running",
)
TASKS = _count(name="host_tasks_count", help="Tasks that exist.", origin=f"{_LOADAVG} field 4")
LOAD = _count(
    name="host_load_1m_count",
    help="Tasks that run, wait for a CPU or wait for storage, mean of the last minute.",
    origin=f"{_LOADAVG} field 1",
)
LOAD_15 = _count(
    name="host_load_15m_count",
    help="Tasks that run, wait for a CPU or wait for storage, mean of the last 15 minutes.",
    origin=f"{_LOADAVG} field 3",
)
WAITING = _seconds(
    name="host_pressure_cpu_waiting_seconds_total",
    help="Time in which some task waited for a CPU.",
    origin=_PSI,
    raw="psi.cpu.some",
)
WAITING_AVG10 = _ratio(
    name="host_pressure_cpu_waiting_avg10_ratio",
    help="Share of the last 10 seconds in which some task waited for a CPU.",
    origin=_PSI,
    raw="psi.cpu.some",
)
WAITING_RATIO = _ratio(
    name="host_pressure_cpu_waiting_ratio",
    help="Share of the time in which some task waited for a CPU.",
    raw="psi.cpu.some",
    formula=Rate(WAITING),
)
_derived = partial(_count, origin="derived")
BUSY_CPUS = _derived(
    name="host_busy_cpus_count",
    help="CPUs' worth of time that was used.",
    raw="kernel_cpustat",
    formula=Rate(BUSY),
)
BUSY_RATIO = _ratio(
    name="host_cpu_busy_ratio",
    help="Share of the CPUs' time that was used.",
    raw="kernel_cpustat",
    formula=Over(BUSY_CPUS, CPUS),
)
STOLEN_CPUS = _derived(
    name="host_stolen_cpus_count",
    help="CPUs' worth of time that this machine's own host withheld.",
    raw="kernel_cpustat.steal",
    formula=Rate(STEAL),
)
STEAL_RATIO = _ratio(
    name="host_cpu_steal_ratio",
    help="Share of the CPUs' time that this machine's own host withheld.",
    raw="kernel_cpustat.steal",
    formula=Over(STOLEN_CPUS, CPUS),
)
IOWAIT_CPUS = _derived(
    name="host_iowait_cpus_count",
    help="CPUs' worth of idle time in which a task waited for storage.",
    raw="kernel_cpustat.iowait",
    formula=Rate(IOWAIT),
)
IOWAIT_RATIO = _ratio(
    name="host_cpu_iowait_ratio",
    help="Share of the CPUs' time that was idle while a task waited for storage.",
    raw="kernel_cpustat.iowait",
    formula=Over(IOWAIT_CPUS, CPUS),
)
SOFTIRQ_CPUS = _derived(
    name="host_softirq_cpus_count",
    help="CPUs' worth of time that soft interrupts used (1 = as much as one CPU can do).",
    raw="kernel_cpustat.softirq",
    formula=Rate(SOFTIRQ),
)
OTHERS_RUNNABLE = _derived(
    name="host_others_runnable_count",
    help="Tasks other than this reader that run or wait for a CPU at the moment of the sample.",
    raw="rq.nr_running",
    formula=Scale(RUNNABLE, 1.0, -1.0),
)
RUNNABLE_PER_CPU = _derived(
    name="host_runnable_per_cpu_count",
    help="Tasks other than this reader that run or wait for a CPU, per CPU; above 1 some wait.",
    raw="rq.nr_running",
    formula=Over(OTHERS_RUNNABLE, CPUS),
)
LOAD_PER_CPU = _derived(
    name="host_load_per_cpu_count",
    help="Load of the last minute per CPU.",
    formula=Over(LOAD, CPUS),
)
