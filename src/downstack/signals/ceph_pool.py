"""Signals of a pool of a Ceph cluster."""

from downstack.model import Edge, Kind
from downstack.signal import Largest, Semantics, Signal, Unit
from downstack.signals import ceph_osd

_DUMP = "ceph osd dump, https://docs.ceph.com/en/latest/rados/operations/pools/"
_GROUPS = "ceph pg dump pgs_brief, https://docs.ceph.com/en/latest/rados/operations/pg-states/"


def _count(name: str, text: str, origin: str) -> Signal:
    return Signal(
        name=name,
        of=Kind.CEPH_POOL,
        semantics=Semantics.INSTANT,
        unit=Unit.COUNT,
        help=text,
        origin=origin,
    )


SIZE = _count("ceph_pool_size", "Copies that each object should have.", _DUMP)
MIN_SIZE = _count("ceph_pool_min_size", "Copies below which a group takes no requests.", _DUMP)
GROUPS = _count("ceph_pool_groups", "Placement groups.", _GROUPS)
INACTIVE = _count(
    "ceph_pool_inactive_groups", "Placement groups that take no requests now.", _GROUPS
)
UNDERSIZED = _count(
    "ceph_pool_undersized_groups", "Placement groups with fewer copies than they should.", _GROUPS
)
INCONSISTENT = _count(
    "ceph_pool_inconsistent_groups", "Placement groups whose copies differ.", _GROUPS
)
SHORT = _count(
    "ceph_pool_short_groups",
    "Placement groups with fewer living copies than min_size.",
    f"{_GROUPS}; ceph osd dump",
)
PEERING = _count(
    "ceph_pool_peering_groups", "Placement groups whose OSDs agree on what they hold.", _GROUPS
)
STUCK_PEERING = _count(
    "ceph_pool_stuck_peering_groups",
    "Placement groups that have been peering for longer than mon_pg_stuck_threshold (a minute).",
    "ceph health detail, PG_AVAILABILITY, "
    "https://docs.ceph.com/en/latest/rados/operations/health-checks/",
)
LOST = _count(
    "ceph_pool_lost_groups",
    "Placement groups that are down or incomplete.",
    _GROUPS,
)
MOVING = _count("ceph_pool_moving_groups", "Placement groups that recover or backfill.", _GROUPS)
TOO_FULL = _count(
    "ceph_pool_toofull_groups",
    "Placement groups that cannot recover: an OSD is too full.",
    _GROUPS,
)
UNFOUND = _count(
    "ceph_pool_unfound_groups",
    "Placement groups that miss the newest copy of an object.",
    _GROUPS,
)
SILENT = _count(
    "ceph_pool_silent_osds",
    "OSDs that take requests of this pool and do not answer a read from here.",
    "librados stat of an object that does not exist, in a group whose primary it is",
)
APPLICATION = Signal(
    name="ceph_pool_application",
    of=Kind.CEPH_POOL,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether the pool says what it is used for.",
    origin=_DUMP,
    states=("enabled", "none"),
)
SLOWEST_COMMIT = Signal(
    name="ceph_pool_max_commit_latency_seconds",
    of=Kind.CEPH_POOL,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    help="Commit latency of the slowest of its OSDs.",
    origin="derived",
    formula=Largest(ceph_osd.COMMIT_LATENCY, (Edge.REPLICATES,)),
)
FULL = Signal(
    name="ceph_pool_full",
    of=Kind.CEPH_POOL,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether an OSD behind it or its quota is full (writes wait), or nearly so.",
    origin=_DUMP,
    states=("no", "nearfull", "backfillfull", "full", "quota"),
)
