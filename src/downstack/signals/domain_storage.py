"""Signals of what all disks of a domain are stored on, together."""

from functools import partial

from downstack.model import Edge, Kind
from downstack.signal import Counted, Largest, Semantics, Signal, Unit
from downstack.signals import ceph_pool

_FROM_POOL = (Edge.HOLDS, Edge.BACKS, Edge.DISK_OF)
_of_domain = partial(
    Signal, of=Kind.DOMAIN, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin="derived"
)

IDLE_GROUPS = _of_domain(
    name="domain_max_inactive_groups",
    help="Placement groups of the pools behind its disks that take no requests.",
    formula=Largest(ceph_pool.INACTIVE, _FROM_POOL),
)
SILENT_OSDS = _of_domain(
    name="domain_max_silent_osds",
    help="OSDs behind its disks that do not answer a read from here.",
    formula=Largest(ceph_pool.SILENT, _FROM_POOL),
)
CLOSED_POOLS = _of_domain(
    name="domain_closed_pools",
    help="Pools behind its disks that take no writes: full, or beyond their quota.",
    formula=Counted(ceph_pool.FULL, ("full", "quota"), _FROM_POOL),
)
