"""Signals of one NUMA node of this machine."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Over, PerEvent, Semantics, Signal, Unit

_NODE = "/sys/devices/system/node/nodeN"
_NUMASTAT = f"{_NODE}/numastat, https://docs.kernel.org/admin-guide/numastat.html"
_bytes = partial(
    Signal,
    of=Kind.NUMA_NODE,
    semantics=Semantics.INSTANT,
    unit=Unit.BYTES,
    origin=f"{_NODE}/meminfo",
)
_count = partial(_bytes, unit=Unit.COUNT)
_ratio = partial(_bytes, unit=Unit.RATIO, origin="derived")
_text = partial(Signal, of=Kind.NUMA_NODE, semantics=Semantics.TEXT, unit=Unit.NONE)
_pages = partial(
    Signal, of=Kind.NUMA_NODE, semantics=Semantics.COUNTER, unit=Unit.COUNT, origin=_NUMASTAT
)

CPUS = _text(name="numa_node_cpus", help="CPUs of the node.", origin=f"{_NODE}/cpulist")
DISTANCES = _text(
    name="numa_node_distances",
    help="Distance to the memory of each node; 10 is the node's own.",
    origin=f"{_NODE}/distance",
)
MEMORY = _bytes(name="numa_node_memory_total_bytes", help="Memory of the node.")
FREE = _bytes(name="numa_node_memory_free_bytes", help="Memory of the node that holds nothing.")
RECLAIMABLE = _bytes(
    name="numa_node_file_bytes",
    help="Memory of the node that holds contents of files; most of it could be freed.",
)
HUGE_PAGES = _count(
    name="numa_node_huge_pages_total_count",
    help="Huge pages of the default size that were set aside on the node.",
)
HUGE_PAGES_FREE = _count(
    name="numa_node_huge_pages_free_count",
    help="Huge pages of the default size on the node that nobody has touched.",
)
HITS = _pages(
    name="numa_node_hit_pages_total",
    help="Pages taken from the node by those who wanted them from it.",
)
MISSES = _pages(
    name="numa_node_miss_pages_total",
    help="Pages taken from the node by those who wanted them from another, which had none left.",
)
FOREIGN = _pages(
    name="numa_node_foreign_pages_total",
    help="Pages wanted from the node and taken from another, the node having none left.",
)
REMOTE = _pages(
    name="numa_node_remote_pages_total",
    help="Pages of the node that were taken by a CPU of another node.",
)
LOCAL = _pages(
    name="numa_node_local_pages_total",
    help="Pages of the node that were taken by its own CPUs.",
)
FREE_RATIO = _ratio(
    name="numa_node_memory_free_ratio",
    help="Share of the node's memory that holds nothing.",
    formula=Over(FREE, MEMORY),
)
FOREIGN_RATIO = _ratio(
    name="numa_node_foreign_pages_ratio",
    help="Share of the pages wanted from the node in the window that another had to give.",
    formula=PerEvent((FOREIGN,), (HITS, FOREIGN)),
)
REMOTE_RATIO = _ratio(
    name="numa_node_remote_pages_ratio",
    help="Share of the node's pages taken in the window by CPUs of another node.",
    formula=PerEvent((REMOTE,), (REMOTE, LOCAL)),
)
