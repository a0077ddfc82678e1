"""Signals of the operating system inside a VM, seen from inside: by its agent, or on the spot.

The same names serve for the agent's answers and for this machine when it is itself a guest.
"""

from functools import partial

from downstack.model import Kind
from downstack.signal import (
    Growth,
    Minus,
    Over,
    PerEvent,
    Rate,
    Scale,
    Semantics,
    Signal,
    Sum,
    Unit,
)

_STAT = "/proc/stat in the guest, or guest-get-cpustats"
_LOAD = "/proc/loadavg in the guest, or guest-get-load"
_PSI = "/proc/pressure in the guest, https://docs.kernel.org/accounting/psi.html"
_MEMINFO = "/proc/meminfo in the guest"
_VMSTAT = "/proc/vmstat in the guest"
_DISKS = "/proc/diskstats in the guest (whole disks), or guest-get-diskstats"
_NET = "/proc/net/dev in the guest, or guest-network-get-interfaces"
_SNMP = "/proc/net/snmp in the guest, RFC 4022"
_STEAL = "sched_info.run_delay"
_instant = partial(Signal, of=Kind.GUEST, semantics=Semantics.INSTANT)
_counter = partial(Signal, of=Kind.GUEST, semantics=Semantics.COUNTER)
_text = partial(Signal, of=Kind.GUEST, semantics=Semantics.TEXT, unit=Unit.NONE)
_cpu_seconds = partial(_counter, unit=Unit.SECONDS, origin=_STAT)
_psi_seconds = partial(_counter, unit=Unit.SECONDS, origin=_PSI)
_disk_seconds = partial(_counter, unit=Unit.SECONDS, origin=_DISKS)
_disk_events = partial(_counter, unit=Unit.COUNT, origin=_DISKS)
_packets = partial(_counter, unit=Unit.COUNT, origin=_NET)
_vm_events = partial(_counter, unit=Unit.COUNT, origin=_VMSTAT)
_tcp_events = partial(_counter, unit=Unit.COUNT, origin=_SNMP)
_bytes = partial(_instant, unit=Unit.BYTES, origin=_MEMINFO)
_count = partial(_instant, unit=Unit.COUNT, origin="derived")
_ratio = partial(_instant, unit=Unit.RATIO, origin="derived")
_seconds = partial(_instant, unit=Unit.SECONDS, origin="derived")
_psi_ratio = partial(_instant, unit=Unit.RATIO, origin=_PSI)

KERNEL = _text(
    name="guest_kernel_version",
    help="Release of its kernel.",
    origin="/proc/sys/kernel/osrelease in the guest, or guest-get-osinfo",
)
SYSTEM = _text(
    name="guest_system",
    help="Its distribution.",
    origin="/etc/os-release in the guest, or guest-get-osinfo",
)
UPTIME = _seconds(
    name="guest_uptime_seconds",
    help="Time since it was started.",
    origin="/proc/uptime in the guest",
)
CLOCKSOURCE = Signal(
    name="guest_clocksource",
    of=Kind.GUEST,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="What it reads the time from; tsc and kvm-clock cost no exit, hpet and acpi_pm do.",
    origin="/sys/devices/system/clocksource/clocksource0/current_clocksource in the guest",
    states=("tsc", "kvm-clock", "arch_sys_counter", "hyperv_clocksource_tsc_page", "hpet", "other"),
)
CPUS = _count(name="guest_cpus_count", help="vCPUs online.", origin=_STAT)
BUSY = _cpu_seconds(
    name="guest_cpu_busy_seconds_total",
    help="CPU time of everything that ran inside, over all vCPUs.",
    raw="guest kernel_cpustat",
)
SYSTEM_TIME = _cpu_seconds(
    name="guest_cpu_system_seconds_total",
    help="CPU time of the guest's kernel, over all vCPUs.",
)
IOWAIT = _cpu_seconds(
    name="guest_cpu_iowait_seconds_total",
    help="Time in which vCPUs had nothing to do and a task of theirs waited for storage.",
    raw="guest kernel_cpustat.iowait",
)
SOFTIRQ = _cpu_seconds(
    name="guest_cpu_softirq_seconds_total",
    help="CPU time of the guest's soft interrupts, over all vCPUs.",
)
STEAL = _cpu_seconds(
    name="guest_cpu_steal_seconds_total",
    help="Time in which vCPUs wanted to run and the host did not let them, over all vCPUs.",
    raw=_STEAL,
)
RUNNABLE = _count(
    name="guest_runnable_count",
    help="Tasks inside that run or wait for a vCPU at the moment of the sample, the reader "
    "included.",
    origin=_LOAD,
    raw="guest rq.nr_running",
)
LOAD = _count(
    name="guest_load_1m_count",
    help="Tasks inside that run, wait for a vCPU or wait for storage, mean of the last minute.",
    origin=_LOAD,
)
CPU_WAITING = _psi_seconds(
    name="guest_pressure_cpu_waiting_seconds_total",
    help="Time in which some task inside waited for a vCPU.",
    raw="guest psi.cpu.some",
)
MEMORY_WAITING = _psi_seconds(
    name="guest_pressure_memory_waiting_seconds_total",
    help="Time in which some task inside waited for memory.",
    raw="guest psi.memory.some",
)
MEMORY_STALLED = _psi_seconds(
    name="guest_pressure_memory_stalled_seconds_total",
    help="Time in which every task inside that was not idle waited for memory.",
    raw="guest psi.memory.full",
)
IO_WAITING = _psi_seconds(
    name="guest_pressure_io_waiting_seconds_total",
    help="Time in which some task inside waited for storage.",
    raw="guest psi.io.some",
)
IO_STALLED = _psi_seconds(
    name="guest_pressure_io_stalled_seconds_total",
    help="Time in which every task inside that was not idle waited for storage.",
    raw="guest psi.io.full",
)
CPU_WAITING_AVG10 = _psi_ratio(
    name="guest_pressure_cpu_waiting_avg10_ratio",
    help="Share of the last 10 seconds in which some task inside waited for a vCPU.",
    raw="guest psi.cpu.some",
)
MEMORY_WAITING_AVG10 = _psi_ratio(
    name="guest_pressure_memory_waiting_avg10_ratio",
    help="Share of the last 10 seconds in which some task inside waited for memory.",
    raw="guest psi.memory.some",
)
IO_WAITING_AVG10 = _psi_ratio(
    name="guest_pressure_io_waiting_avg10_ratio",
    help="Share of the last 10 seconds in which some task inside waited for storage.",
    raw="guest psi.io.some",
)
MEMORY = _bytes(name="guest_memory_total_bytes", help="Memory that the guest sees.")
MEMORY_AVAILABLE = _bytes(
    name="guest_memory_available_bytes",
    help="Memory that programs inside could get without swapping.",
    raw="guest si_mem_available",
)
SWAP = _bytes(name="guest_swap_total_bytes", help="Swap space inside; 0: there is none.")
SWAP_FREE = _bytes(name="guest_swap_free_bytes", help="Swap space inside that is free.")
SWAP_INS = _vm_events(
    name="guest_swap_in_pages_total",
    help="Pages the guest read back from its swap: somebody waited for each.",
    raw="guest vm_event.PSWPIN",
)
SWAP_OUTS = _vm_events(
    name="guest_swap_out_pages_total",
    help="Pages the guest wrote to its swap.",
    raw="guest vm_event.PSWPOUT",
)
MAJOR_FAULTS = _vm_events(
    name="guest_major_faults_total",
    help="Page faults inside that had to wait for a disk.",
    raw="guest vm_event.PGMAJFAULT",
)
ALLOCATION_STALLS = _vm_events(
    name="guest_allocation_stalls_total",
    help="Times a task inside that wanted memory had to free some first.",
    raw="guest vm_event.ALLOCSTALL",
)
OOM_KILLS = _vm_events(
    name="guest_oom_kills_total",
    help="Processes the guest killed because it was out of memory.",
    raw="guest vm_event.OOM_KILL",
)
READS = _disk_events(name="guest_disk_reads_total", help="Reads that have ended, all disks.")
READ_SECONDS = _disk_seconds(
    name="guest_disk_read_seconds_total",
    help="Time from the start to the end of each read inside, added up over all disks.",
    raw="guest disk_stats.nsecs[READ]",
)
WRITES = _disk_events(name="guest_disk_writes_total", help="Writes that have ended, all disks.")
WRITE_SECONDS = _disk_seconds(
    name="guest_disk_write_seconds_total",
    help="Time from the start to the end of each write inside, added up over all disks.",
    raw="guest disk_stats.nsecs[WRITE]",
)
IN_FLIGHT = _count(
    name="guest_disk_in_flight_count",
    help="Requests inside that have started and not ended, at the moment of the sample.",
    origin=_DISKS,
    raw="guest disk_stats.in_flight",
)
WEIGHTED_SECONDS = _disk_seconds(
    name="guest_disk_weighted_io_seconds_total",
    help="Time weighted by the number of requests in flight, added up over all disks.",
)
RECEIVED = _packets(name="guest_network_received_packets_total", help="Packets received inside.")
RECEIVE_DROPS = _packets(
    name="guest_network_receive_drops_total",
    help="Packets received inside and thrown away.",
)
SENT = _packets(name="guest_network_sent_packets_total", help="Packets sent from inside.")
SEND_DROPS = _packets(
    name="guest_network_send_drops_total",
    help="Packets thrown away inside instead of sent.",
)
SEGMENTS = _tcp_events(name="guest_tcp_segments_sent_total", help="TCP segments sent from inside.")
RETRANSMITS = _tcp_events(
    name="guest_tcp_retransmits_total",
    help="TCP segments sent again because the first got lost or was late.",
    raw="guest TCP_MIB_RETRANSSEGS",
)
BUSY_CPUS = _count(
    name="guest_busy_cpus_count",
    help="vCPUs' worth of time that was used inside.",
    raw="guest kernel_cpustat",
    formula=Rate(BUSY),
)
BUSY_RATIO = _ratio(
    name="guest_cpu_busy_ratio",
    help="Share of the vCPUs' time that was used inside.",
    raw="guest kernel_cpustat",
    formula=Over(BUSY_CPUS, CPUS),
)
STOLEN_CPUS = _count(
    name="guest_stolen_cpus_count",
    help="vCPUs' worth of time that the host withheld.",
    raw=_STEAL,
    formula=Rate(STEAL),
)
COUNTED_CPUS = _count(
    name="guest_counted_cpus_count",
    help="vCPUs' worth of time that work inside used, and of what the guest counts as steal.",
    raw="guest kernel_cpustat",
    formula=Sum((BUSY_CPUS, STOLEN_CPUS)),
)
STEAL_RATIO = _ratio(
    name="guest_cpu_steal_ratio",
    help="Share of the vCPUs' time that the host withheld.",
    raw=_STEAL,
    formula=Over(STOLEN_CPUS, CPUS),
)
IOWAIT_CPUS = _count(
    name="guest_iowait_cpus_count",
    help="vCPUs' worth of idle time in which a task waited for storage.",
    raw="guest kernel_cpustat.iowait",
    formula=Rate(IOWAIT),
)
IOWAIT_RATIO = _ratio(
    name="guest_cpu_iowait_ratio",
    help="Share of the vCPUs' time that was idle while a task waited for storage.",
    raw="guest kernel_cpustat.iowait",
    formula=Over(IOWAIT_CPUS, CPUS),
)
OTHERS_RUNNABLE = _count(
    name="guest_others_runnable_count",
    help="Tasks inside other than the reader that run or wait for a vCPU.",
    raw="guest rq.nr_running",
    formula=Scale(RUNNABLE, 1.0, -1.0),
)
RUNNABLE_PER_CPU = _count(
    name="guest_runnable_per_cpu_count",
    help="Tasks inside other than the reader that run or wait for a vCPU, per vCPU.",
    raw="guest rq.nr_running",
    formula=Over(OTHERS_RUNNABLE, CPUS),
)
LOAD_PER_CPU = _count(
    name="guest_load_per_cpu_count",
    help="Load of the last minute inside, per vCPU.",
    formula=Over(LOAD, CPUS),
)
CPU_WAITING_RATIO = _ratio(
    name="guest_pressure_cpu_waiting_ratio",
    help="Share of the time in which some task inside waited for a vCPU.",
    raw="guest psi.cpu.some",
    formula=Rate(CPU_WAITING),
)
MEMORY_WAITING_RATIO = _ratio(
    name="guest_pressure_memory_waiting_ratio",
    help="Share of the time in which some task inside waited for memory.",
    raw="guest psi.memory.some",
    formula=Rate(MEMORY_WAITING),
)
MEMORY_STALLED_RATIO = _ratio(
    name="guest_pressure_memory_stalled_ratio",
    help="Share of the time in which every task inside that was not idle waited for memory.",
    raw="guest psi.memory.full",
    formula=Rate(MEMORY_STALLED),
)
IO_WAITING_RATIO = _ratio(
    name="guest_pressure_io_waiting_ratio",
    help="Share of the time in which some task inside waited for storage.",
    raw="guest psi.io.some",
    formula=Rate(IO_WAITING),
)
IO_STALLED_RATIO = _ratio(
    name="guest_pressure_io_stalled_ratio",
    help="Share of the time in which every task inside that was not idle waited for storage.",
    raw="guest psi.io.full",
    formula=Rate(IO_STALLED),
)
MEMORY_AVAILABLE_RATIO = _ratio(
    name="guest_memory_available_ratio",
    help="Share of the memory that programs inside could get without swapping.",
    raw="guest si_mem_available",
    formula=Over(MEMORY_AVAILABLE, MEMORY),
)
SWAP_USED = _bytes(
    name="guest_swap_used_bytes",
    help="Swap space inside that is in use; harm only with swap-ins.",
    origin="derived",
    formula=Minus(SWAP, SWAP_FREE),
)
SWAP_IN_RATE = _count(
    name="guest_swap_in_pages_rate",
    help="Pages per second that the guest reads back from its swap.",
    raw="guest vm_event.PSWPIN",
    formula=Rate(SWAP_INS),
)
MAJOR_FAULT_RATE = _count(
    name="guest_major_faults_rate",
    help="Page faults inside per second that had to wait for a disk.",
    raw="guest vm_event.PGMAJFAULT",
    formula=Rate(MAJOR_FAULTS),
)
ALLOCATION_STALL_RATE = _count(
    name="guest_allocation_stalls_rate",
    help="Times per second a task inside that wanted memory had to free some first.",
    raw="guest vm_event.ALLOCSTALL",
    formula=Rate(ALLOCATION_STALLS),
)
NEW_OOM_KILLS = _count(
    name="guest_oom_kills_grown_count",
    help="Processes the guest killed within the window because it was out of memory.",
    raw="guest vm_event.OOM_KILL",
    formula=Growth(OOM_KILLS),
)
READ_WAIT = _seconds(
    name="guest_disk_read_wait_seconds",
    help="Mean time of a read inside, in the queue, the host and the storage together.",
    raw="guest disk_stats.nsecs[READ]",
    formula=PerEvent((READ_SECONDS,), (READS,)),
)
WRITE_WAIT = _seconds(
    name="guest_disk_write_wait_seconds",
    help="Mean time of a write inside, in the queue, the host and the storage together.",
    raw="guest disk_stats.nsecs[WRITE]",
    formula=PerEvent((WRITE_SECONDS,), (WRITES,)),
)
DISK_WAIT = _seconds(
    name="guest_disk_wait_seconds",
    help="Mean time of a read or write inside, in the queue, the host and the storage together.",
    raw="guest disk_stats.nsecs",
    formula=PerEvent((READ_SECONDS, WRITE_SECONDS), (READS, WRITES)),
)
MEAN_IN_FLIGHT = _count(
    name="guest_disk_mean_in_flight_count",
    help="Requests inside in flight, mean of the window.",
    formula=Rate(WEIGHTED_SECONDS),
)
RECEIVE_DROP_RATIO = _ratio(
    name="guest_network_receive_drops_ratio",
    help="Share of the packets received inside that was thrown away there.",
    formula=PerEvent((RECEIVE_DROPS,), (RECEIVED, RECEIVE_DROPS)),
)
SEND_DROP_RATIO = _ratio(
    name="guest_network_send_drops_ratio",
    help="Share of the packets to be sent from inside that was thrown away there.",
    formula=PerEvent((SEND_DROPS,), (SENT, SEND_DROPS)),
)
RETRANSMIT_RATIO = _ratio(
    name="guest_tcp_retransmits_ratio",
    help="Share of the TCP segments from inside that had to be sent again.",
    raw="guest TCP_MIB_RETRANSSEGS",
    formula=PerEvent((RETRANSMITS,), (SEGMENTS, RETRANSMITS)),
)
