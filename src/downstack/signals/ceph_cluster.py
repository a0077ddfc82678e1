"""Signals of a Ceph cluster as a whole."""

from downstack.model import Kind
from downstack.signal import Minus, Semantics, Signal, Unit

_STATUS = "ceph status, https://docs.ceph.com/en/latest/rados/operations/monitoring/"
_FLAGS = "ceph osd dump, https://docs.ceph.com/en/latest/rados/operations/health-checks/"

ANSWERS = Signal(
    name="ceph_cluster_answers",
    of=Kind.CEPH_CLUSTER,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether the monitors answer: yes, or no answer in time, which is what no quorum does.",
    origin=_STATUS,
    states=("yes", "silent"),
)
HEALTH = Signal(
    name="ceph_cluster_health",
    of=Kind.CEPH_CLUSTER,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="What the monitors think of it; HEALTH_OK is not a proof of anything.",
    origin=_STATUS,
    states=("HEALTH_OK", "HEALTH_WARN", "HEALTH_ERR"),
)
MANAGER = Signal(
    name="ceph_cluster_manager",
    of=Kind.CEPH_CLUSTER,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether a manager serves statistics; silent: the monitors believe in one, and it does "
    "not answer.",
    origin=f"{_STATUS}; ceph osd perf, which the manager answers",
    states=("active", "silent", "none"),
)
MONITORS = Signal(
    name="ceph_cluster_monitors",
    of=Kind.CEPH_CLUSTER,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="Monitors of the cluster.",
    origin=_STATUS,
)
QUORUM = Signal(
    name="ceph_cluster_quorum",
    of=Kind.CEPH_CLUSTER,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="Monitors in the quorum.",
    origin=_STATUS,
)
MONITORS_MISSING = Signal(
    name="ceph_cluster_missing_monitors",
    of=Kind.CEPH_CLUSTER,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="Monitors that are not in the quorum.",
    origin="derived",
    formula=Minus(MONITORS, QUORUM),
)
NOOUT = Signal(
    name="ceph_cluster_noout",
    of=Kind.CEPH_CLUSTER,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether noout is set: OSDs that are down stay in, and nothing is rebuilt.",
    origin=_FLAGS,
    states=("set", "unset"),
)
PAUSED = Signal(
    name="ceph_cluster_paused",
    of=Kind.CEPH_CLUSTER,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether somebody has paused all reads and writes (ceph osd pause).",
    origin=_FLAGS,
    states=("yes", "no"),
)
NO_RECOVERY = Signal(
    name="ceph_cluster_recovery_off",
    of=Kind.CEPH_CLUSTER,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether norecover, nobackfill or norebalance is set: what is degraded stays so.",
    origin=_FLAGS,
    states=("yes", "no"),
)
NO_SCRUB = Signal(
    name="ceph_cluster_scrub_off",
    of=Kind.CEPH_CLUSTER,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether noscrub or nodeep-scrub is set: rotten copies are not found.",
    origin=_FLAGS,
    states=("yes", "no"),
)
FASTEST_ANSWER = Signal(
    name="ceph_cluster_fastest_answer_seconds",
    of=Kind.CEPH_CLUSTER,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="Time until the fastest of its OSDs answers a read from here.",
    origin="librados stat of an object that does not exist, median of three",
)
MEDIAN_COMMIT = Signal(
    name="ceph_cluster_median_commit_latency_seconds",
    of=Kind.CEPH_CLUSTER,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="Commit latency of the middle one of its OSDs that are up and in.",
    origin="ceph osd perf, https://docs.ceph.com/en/latest/rados/operations/monitoring/",
)
RECOVERING = Signal(
    name="ceph_cluster_recovery_rate_bytes",
    of=Kind.CEPH_CLUSTER,
    semantics=Semantics.INSTANT,
    unit=Unit.BYTES,
    help="What recovery and backfill write per second; zero when the cluster names no rate.",
    origin=_STATUS,
)
DEGRADED = Signal(
    name="ceph_cluster_degraded_ratio",
    of=Kind.CEPH_CLUSTER,
    semantics=Semantics.INSTANT,
    unit=Unit.RATIO,
    help="Share of the copies of objects that are missing.",
    origin=_STATUS,
)
