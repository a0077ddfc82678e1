"""Signals of a pool of a Ceph cluster."""

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

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
FULL = Signal(
    name="ceph_pool_full",
    of=Kind.CEPH_POOL,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Whether an OSD behind it or its quota is full (writes wait), or nearly so.",
    origin=_DUMP,
    states=("no", "nearfull", "backfillfull", "full", "quota"),
)
