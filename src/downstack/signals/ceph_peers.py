"""Signals that hold a Ceph cluster's parts against one another."""

from downstack.model import Edge, Kind
from downstack.signal import Largest, Over, Own, Semantics, Signal, Total, Unit
from downstack.signals import ceph_cluster, ceph_osd, ceph_pool

_MEDIAN = Signal(
    name="ceph_osd_peers_commit_latency_seconds",
    of=Kind.CEPH_OSD,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="Commit latency of the middle one of its cluster's OSDs.",
    origin="derived",
    formula=Own(ceph_cluster.MEDIAN_COMMIT, (Edge.SERVES,)),
)
_FASTEST = Signal(
    name="ceph_osd_fastest_peer_answer_seconds",
    of=Kind.CEPH_OSD,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="Time until the fastest OSD of its cluster answers a read from here.",
    origin="derived",
    formula=Own(ceph_cluster.FASTEST_ANSWER, (Edge.SERVES,)),
)
STANDS_OUT = Signal(
    name="ceph_osd_commit_latency_to_peers_ratio",
    of=Kind.CEPH_OSD,
    semantics=Semantics.INSTANT,
    unit=Unit.RATIO,
    help="Its commit latency over that of the middle one of its cluster's OSDs.",
    origin="derived",
    formula=Over(ceph_osd.COMMIT_LATENCY, _MEDIAN),
)
ANSWERS_LATER = Signal(
    name="ceph_osd_answer_to_fastest_ratio",
    of=Kind.CEPH_OSD,
    semantics=Semantics.INSTANT,
    unit=Unit.RATIO,
    help="Time until it answers a read from here over that of its cluster's fastest OSD.",
    origin="derived",
    formula=Over(ceph_osd.ANSWER_TIME, _FASTEST),
)
MOVING = Signal(
    name="ceph_cluster_sum_moving_groups",
    of=Kind.CEPH_CLUSTER,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="Placement groups of all its pools that recover or backfill.",
    origin="derived",
    formula=Total(ceph_pool.MOVING, (Edge.KEEPS.inverse,)),
)
SLOWEST_COMMIT = Signal(
    name="ceph_cluster_max_commit_latency_seconds",
    of=Kind.CEPH_CLUSTER,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="Commit latency of the slowest of its OSDs.",
    origin="derived",
    formula=Largest(ceph_osd.COMMIT_LATENCY, (Edge.SERVES,)),
)
PAUSED = Signal(
    name="ceph_pool_paused",
    of=Kind.CEPH_POOL,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether somebody has paused all reads and writes of its cluster.",
    origin="derived",
    states=("yes", "no"),
    formula=Own(ceph_cluster.PAUSED, (Edge.KEEPS.inverse,)),
)
