"""Signals of the pool of a cluster that holds an image."""

from downstack.model import Edge, Kind
from downstack.signal import Largest, Semantics, Signal, Unit
from downstack.signals import ceph_pool

SILENT_OSDS = Signal(
    name="backend_max_silent_osds",
    of=Kind.BACKEND,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="OSDs of the pool that holds it which do not answer a read from here.",
    origin="derived",
    formula=Largest(ceph_pool.SILENT, (Edge.HOLDS,)),
)
