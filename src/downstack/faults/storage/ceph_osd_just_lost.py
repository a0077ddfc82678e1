"""An OSD was marked down seconds ago; its groups peer, and wait until its read lease has ended."""

from downstack.effects.storage import ceph_pool_unavailable
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Path, Platform
from downstack.signals import ceph_osd

FAULT = Fault(
    id="ceph_osd_just_lost",
    title="the OSD was marked down just now, and its groups do not go on without it yet",
    layer=Layer.STORAGE,
    of=Kind.CEPH_OSD,
    path=Path.STORAGE,
    rate=Guess(0.003, "up to 16 s after an OSD that may still live was marked down"),
    signs=(
        Check(
            clause=Above(ceph_osd.AWAITED, 0),
            sensitivity=Guess(0.9, "the groups that wait are known within seconds, and are asked"),
            false_alarm=Guess(0.0005, "an answer that is late for another reason just then"),
        ),
    ),
    leads_to=(
        Leads(
            to=ceph_pool_unavailable.EFFECT,
            via=(Edge.SERVES, Edge.KEEPS),
            strength=Guess(0.97, "such a group takes no requests, though its copies are enough"),
        ),
    ),
    because="Its groups peer anew, a matter of a second. And an OSD that is marked down without "
    "having been seen to die may still be answering reads: until the lease that it has from the "
    "others is over (osd_pool_default_read_lease_ratio of osd_heartbeat_grace, 16 s by default), "
    "its groups take no requests. Then they go on by themselves with the copies that are left.",
    confirm="ceph osd tree down; ceph pg dump pgs_brief | grep wait",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.SAFE,
            text="wait half a minute: it ends by itself. Then see why {entity} is down, and start "
            "it",
            command="ceph osd find {entity}; systemctl status ceph-osd@ID",
            do_not="restart other OSDs now: each one more that is lost may leave fewer than "
            "min_size",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.SAFE,
            text="the same; start the daemon",
            command="ceph orch daemon start {entity}",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.SAFE,
            text="the same; see why its pod does not run",
            command="kubectl -n rook-ceph get pods -l app=rook-ceph-osd -o wide",
        ),
    ),
    confused_with=("ceph_osd_hung", "ceph_pool_below_min_size", "ceph_peering_stuck"),
    references=(
        "https://docs.ceph.com/en/latest/dev/osd_internals/stale_read/",
        "https://docs.ceph.com/en/latest/rados/operations/pg-states/",
    ),
    maturity=Maturity.INJECTED,
)
