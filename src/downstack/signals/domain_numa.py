"""On which NUMA nodes a domain's memory lies, compared with where its vCPUs run."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

_STAT = "memory.numa_stat of its cgroup, https://docs.kernel.org/admin-guide/cgroup-v2.html"
_ratio = partial(
    Signal,
    of=Kind.DOMAIN,
    semantics=Semantics.INSTANT,
    unit=Unit.RATIO,
    origin=f"{_STAT}, and the threads' CPUs",
    raw="memcg numa_stat",
)

MEMORY_NODES = Signal(
    name="domain_memory_nodes",
    of=Kind.DOMAIN,
    semantics=Semantics.TEXT,
    unit=Unit.NONE,
    help="How much of its memory lies on each NUMA node.",
    origin=_STAT,
)
FORBIDDEN_RATIO = _ratio(
    name="domain_memory_on_forbidden_nodes_ratio",
    help="Part of its memory that lies on NUMA nodes on whose CPUs none of its vCPUs may run.",
)
REMOTE_RATIO = _ratio(
    name="domain_memory_remote_ratio",
    help="Part of its memory that is not on the NUMA node where a vCPU ran last, mean of them.",
)
