"""Signals of the memory of this machine: what is left, and what its shortage costs."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Growth, Minus, Over, Rate, Semantics, Signal, Sum, Unit

_MEMINFO = "/proc/meminfo, https://docs.kernel.org/filesystems/proc.html#meminfo"
_VMSTAT = "/proc/vmstat, https://docs.kernel.org/admin-guide/mm/index.html"
_PSI = "/proc/pressure/memory, https://docs.kernel.org/accounting/psi.html"
_KSM = "/sys/kernel/mm/ksm, https://docs.kernel.org/admin-guide/mm/ksm.html"
_THP = "/sys/kernel/mm/transparent_hugepage, "
_THP_PAGE = "https://docs.kernel.org/admin-guide/mm/transhuge.html"
_bytes = partial(
    Signal, of=Kind.HOST, semantics=Semantics.INSTANT, unit=Unit.BYTES, origin=_MEMINFO
)
_count = partial(
    Signal, of=Kind.HOST, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin=_MEMINFO
)
_events = partial(
    Signal, of=Kind.HOST, semantics=Semantics.COUNTER, unit=Unit.COUNT, origin=_VMSTAT
)
_seconds = partial(
    Signal, of=Kind.HOST, semantics=Semantics.COUNTER, unit=Unit.SECONDS, origin=_PSI
)
_psi_ratio = partial(
    Signal, of=Kind.HOST, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin=_PSI
)
_state = partial(Signal, of=Kind.HOST, semantics=Semantics.STATE, unit=Unit.NONE)
_ratio = partial(
    Signal, of=Kind.HOST, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin="derived"
)
_derived = partial(_count, origin="derived")

TOTAL = _bytes(name="host_memory_total_bytes", help="Memory of this machine.")
FREE = _bytes(name="host_memory_free_bytes", help="Memory that holds nothing.")
AVAILABLE = _bytes(
    name="host_memory_available_bytes",
    help="Memory that programs could get without swapping.",
    raw="si_mem_available",
)
CACHED = _bytes(name="host_memory_cached_bytes", help="Memory that holds contents of files.")
DIRTY = _bytes(name="host_memory_dirty_bytes", help="Memory that waits to be written to disk.")
WRITEBACK = _bytes(name="host_memory_writeback_bytes", help="Memory being written to disk.")
ANON = _bytes(name="host_memory_anon_bytes", help="Memory of programs (of guests too).")
ANON_HUGE = _bytes(
    name="host_memory_anon_huge_bytes",
    help="Memory of programs that lies in transparent huge pages.",
)
UNRECLAIMABLE = _bytes(
    name="host_memory_unreclaimable_slab_bytes",
    help="Memory of the kernel's own objects that it cannot give back.",
)
PAGE_TABLES = _bytes(name="host_memory_page_tables_bytes", help="Memory that page tables take.")
COMMITTED = _bytes(
    name="host_memory_committed_bytes",
    help="Memory that programs were promised.",
)
COMMIT_LIMIT = _bytes(
    name="host_memory_commit_limit_bytes",
    help="How much may be promised when vm.overcommit_memory is 2.",
)
SWAP_TOTAL = _bytes(name="host_swap_total_bytes", help="Swap space; 0: there is none.")
SWAP_FREE = _bytes(name="host_swap_free_bytes", help="Swap space that is free.")
HUGE_PAGES = _count(
    name="host_huge_pages_total_count",
    help="Huge pages of the default size that were set aside.",
)
HUGE_PAGES_FREE = _count(
    name="host_huge_pages_free_count",
    help="Huge pages of the default size that nobody has touched.",
)
HUGE_PAGES_RESERVED = _count(
    name="host_huge_pages_reserved_count",
    help="Free huge pages that were promised to a program already.",
)
HUGE_PAGES_SURPLUS = _count(
    name="host_huge_pages_surplus_count",
    help="Huge pages beyond those that were set aside (overcommit).",
)
HUGE_PAGE_SIZE = _bytes(name="host_huge_page_bytes", help="Default size of a huge page.")
HUGETLB = _bytes(
    name="host_hugetlb_bytes",
    help="Memory set aside for huge pages of any size; nobody else can use it.",
)
WAITING = _seconds(
    name="host_pressure_memory_waiting_seconds_total",
    help="Time in which some task waited for memory.",
    raw="psi.memory.some",
)
STALLED = _seconds(
    name="host_pressure_memory_stalled_seconds_total",
    help="Time in which every task that was not idle waited for memory.",
    raw="psi.memory.full",
)
WAITING_AVG10 = _psi_ratio(
    name="host_pressure_memory_waiting_avg10_ratio",
    help="Share of the last 10 seconds in which some task waited for memory.",
    raw="psi.memory.some",
)
STALLED_AVG10 = _psi_ratio(
    name="host_pressure_memory_stalled_avg10_ratio",
    help="Share of the last 10 seconds in which every task that was not idle waited for memory.",
    raw="psi.memory.full",
)
SWAP_INS = _events(
    name="host_swap_in_pages_total",
    help="Pages read back from swap: somebody waited for each.",
    raw="vm_event.PSWPIN",
)
SWAP_OUTS = _events(
    name="host_swap_out_pages_total",
    help="Pages written to swap.",
    raw="vm_event.PSWPOUT",
)
MAJOR_FAULTS = _events(
    name="host_major_faults_total",
    help="Page faults that had to wait for a disk.",
    raw="vm_event.PGMAJFAULT",
)
ALLOCATION_STALLS = _events(
    name="host_allocation_stalls_total",
    help="Times a task that wanted memory had to free some first (all allocstall_* together).",
    raw="vm_event.ALLOCSTALL",
)
DIRECT_SCANNED = _events(
    name="host_direct_reclaim_scanned_pages_total",
    help="Pages that tasks looked at because they wanted memory and there was none.",
    raw="vm_event.PGSCAN_DIRECT",
)
DIRECT_STOLEN = _events(
    name="host_direct_reclaim_stolen_pages_total",
    help="Pages that tasks freed because they wanted memory and there was none.",
    raw="vm_event.PGSTEAL_DIRECT",
)
KSWAPD_SCANNED = _events(
    name="host_kswapd_scanned_pages_total",
    help="Pages that kswapd looked at in the background to keep memory free.",
    raw="vm_event.PGSCAN_KSWAPD",
)
OOM_KILLS = _events(
    name="host_oom_kills_total",
    help="Processes killed because this machine or a cgroup was out of memory.",
    raw="vm_event.OOM_KILL",
)
COMPACTION_STALLS = _events(
    name="host_compaction_stalls_total",
    help="Times a task had to move pages together before it got a huge one.",
    raw="vm_event.COMPACTSTALL",
)
THP_ALLOCATED = _events(
    name="host_thp_allocated_total",
    help="Page faults that got a transparent huge page.",
)
THP_FALLBACKS = _events(
    name="host_thp_fallbacks_total",
    help="Page faults that wanted a transparent huge page and got small ones.",
)
THP_SPLITS = _events(
    name="host_thp_splits_total", help="Transparent huge pages broken into small ones."
)
NUMA_MIGRATED = _events(
    name="host_numa_migrated_pages_total",
    help="Pages that automatic NUMA balancing moved to another node.",
)
KSM = _state(
    name="host_ksm",
    help="Whether equal pages of guests are merged (unmerge: they are being split again).",
    origin=f"run in {_KSM}",
    states=("off", "on", "unmerge"),
)
KSM_SHARED = _count(
    name="host_ksm_shared_pages_count",
    help="Merged pages in use.",
    origin=f"pages_shared in {_KSM}",
)
KSM_SHARING = _count(
    name="host_ksm_sharing_pages_count",
    help="Pages that merging saves: a write to one costs a copy.",
    origin=f"pages_sharing in {_KSM}",
)
THP = _state(
    name="host_thp",
    help="For whom the kernel uses transparent huge pages.",
    origin=f"enabled in {_THP}{_THP_PAGE}",
    states=("always", "madvise", "never"),
)
THP_DEFRAG = _state(
    name="host_thp_defrag",
    help="Who waits while the kernel makes room for a transparent huge page.",
    origin=f"defrag in {_THP}{_THP_PAGE}",
    states=("always", "defer", "defer+madvise", "madvise", "never"),
)
SWAP_USED = _bytes(
    name="host_swap_used_bytes",
    help="Swap space in use; harm only with swap-ins.",
    origin="derived",
    formula=Minus(SWAP_TOTAL, SWAP_FREE),
)
AVAILABLE_RATIO = _ratio(
    name="host_memory_available_ratio",
    help="Share of the memory that programs could get without swapping.",
    raw="si_mem_available",
    formula=Over(AVAILABLE, TOTAL),
)
SWAP_USED_RATIO = _ratio(
    name="host_swap_used_ratio",
    help="Share of the swap space that is in use.",
    formula=Over(SWAP_USED, SWAP_TOTAL),
)
HUGETLB_RATIO = _ratio(
    name="host_hugetlb_ratio",
    help="Share of the memory that is set aside for huge pages.",
    formula=Over(HUGETLB, TOTAL),
)
HUGE_PAGES_LEFT = _derived(
    name="host_huge_pages_left_count",
    help="Huge pages of the default size that are free and promised to nobody.",
    formula=Minus(HUGE_PAGES_FREE, HUGE_PAGES_RESERVED),
)
WRITING = _bytes(
    name="host_memory_dirty_or_writeback_bytes",
    help="Memory that waits to be written to disk, or is being written.",
    origin="derived",
    formula=Sum((DIRTY, WRITEBACK)),
)
WRITING_RATIO = _ratio(
    name="host_memory_dirty_or_writeback_ratio",
    help="Share of the memory that waits to be written to disk, or is being written.",
    formula=Over(WRITING, TOTAL),
)
WAITING_RATIO = _ratio(
    name="host_pressure_memory_waiting_ratio",
    help="Share of the time in which some task waited for memory.",
    raw="psi.memory.some",
    formula=Rate(WAITING),
)
STALLED_RATIO = _ratio(
    name="host_pressure_memory_stalled_ratio",
    help="Share of the time in which every task that was not idle waited for memory.",
    raw="psi.memory.full",
    formula=Rate(STALLED),
)
SWAP_IN_RATE = _derived(
    name="host_swap_in_pages_rate",
    help="Pages read back from swap per second.",
    raw="vm_event.PSWPIN",
    formula=Rate(SWAP_INS),
)
SWAP_OUT_RATE = _derived(
    name="host_swap_out_pages_rate",
    help="Pages written to swap per second.",
    raw="vm_event.PSWPOUT",
    formula=Rate(SWAP_OUTS),
)
MAJOR_FAULT_RATE = _derived(
    name="host_major_faults_rate",
    help="Page faults per second that had to wait for a disk.",
    raw="vm_event.PGMAJFAULT",
    formula=Rate(MAJOR_FAULTS),
)
ALLOCATION_STALL_RATE = _derived(
    name="host_allocation_stalls_rate",
    help="Times per second a task that wanted memory had to free some first.",
    raw="vm_event.ALLOCSTALL",
    formula=Rate(ALLOCATION_STALLS),
)
DIRECT_SCAN_RATE = _derived(
    name="host_direct_reclaim_scanned_pages_rate",
    help="Pages per second that tasks looked at because they wanted memory and there was none.",
    raw="vm_event.PGSCAN_DIRECT",
    formula=Rate(DIRECT_SCANNED),
)
KSWAPD_SCAN_RATE = _derived(
    name="host_kswapd_scanned_pages_rate",
    help="Pages per second that kswapd looked at in the background to keep memory free.",
    raw="vm_event.PGSCAN_KSWAPD",
    formula=Rate(KSWAPD_SCANNED),
)
COMPACTION_STALL_RATE = _derived(
    name="host_compaction_stalls_rate",
    help="Times per second a task had to move pages together before it got a huge one.",
    raw="vm_event.COMPACTSTALL",
    formula=Rate(COMPACTION_STALLS),
)
NEW_OOM_KILLS = _derived(
    name="host_oom_kills_grown_count",
    help="Processes killed within the window because memory ran out.",
    raw="vm_event.OOM_KILL",
    formula=Growth(OOM_KILLS),
)
NUMA_MIGRATION_RATE = _derived(
    name="host_numa_migrated_pages_rate",
    help="Pages per second that automatic NUMA balancing moved to another node.",
    formula=Rate(NUMA_MIGRATED),
)
