"""Health checks of a Ceph cluster that say what no other reply does."""

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit


def _check(code: str, text: str) -> Signal:
    return Signal(
        name=f"ceph_health_{code.lower()}",
        of=Kind.CEPH_CLUSTER,
        semantics=Semantics.STATE,
        unit=Unit.NONE,
        help=text,
        origin=f"ceph health detail, {code}, "
        "https://docs.ceph.com/en/latest/rados/operations/health-checks/",
        states=("raised", "clear"),
    )


OSD_NEARFULL = _check("OSD_NEARFULL", "Whether an OSD is nearly full.")
POOL_APP_NOT_ENABLED = _check(
    "POOL_APP_NOT_ENABLED", "Whether a pool does not say what it is used for."
)
TOO_FEW_PGS = _check("TOO_FEW_PGS", "Whether OSDs have too few placement groups.")
POOL_TOO_FEW_PGS = _check("POOL_TOO_FEW_PGS", "Whether a pool has too few placement groups.")
POOL_NO_REDUNDANCY = _check("POOL_NO_REDUNDANCY", "Whether a pool has one copy only.")
MON_CLOCK_SKEW = _check("MON_CLOCK_SKEW", "Whether the monitors' clocks differ too much.")
MON_DISK_LOW = _check("MON_DISK_LOW", "Whether a monitor's own disk is nearly full.")
OSD_SLOW_PING_TIME_BACK = _check(
    "OSD_SLOW_PING_TIME_BACK", "Whether heartbeats between OSDs take long on the cluster network."
)
OSD_SLOW_PING_TIME_FRONT = _check(
    "OSD_SLOW_PING_TIME_FRONT", "Whether heartbeats between OSDs take long on the public network."
)
BLUEFS_SPILLOVER = _check(
    "BLUEFS_SPILLOVER", "Whether an OSD's metadata has spilled over to its slow device."
)
OBJECT_UNFOUND = _check("OBJECT_UNFOUND", "Whether the newest copy of an object is nowhere.")

BY_CODE = {
    "OSD_NEARFULL": OSD_NEARFULL,
    "POOL_APP_NOT_ENABLED": POOL_APP_NOT_ENABLED,
    "TOO_FEW_PGS": TOO_FEW_PGS,
    "POOL_TOO_FEW_PGS": POOL_TOO_FEW_PGS,
    "POOL_NO_REDUNDANCY": POOL_NO_REDUNDANCY,
    "MON_CLOCK_SKEW": MON_CLOCK_SKEW,
    "MON_DISK_LOW": MON_DISK_LOW,
    "OSD_SLOW_PING_TIME_BACK": OSD_SLOW_PING_TIME_BACK,
    "OSD_SLOW_PING_TIME_FRONT": OSD_SLOW_PING_TIME_FRONT,
    "BLUEFS_SPILLOVER": BLUEFS_SPILLOVER,
    "OBJECT_UNFOUND": OBJECT_UNFOUND,
}
"""Each check by the code that Ceph gives it."""
