"""Placement groups do not get beyond peering: their OSDs do not agree."""

from downstack.effects.storage import ceph_pool_unavailable
from downstack.fault import Above, AtMost, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_pool

FAULT = Fault(
    id="ceph_peering_stuck",
    title="placement groups are stuck in peering",
    layer=Layer.STORAGE,
    of=Kind.CEPH_POOL,
    path=Path.STORAGE,
    rate=Guess(0.004, "a network that lets some OSDs talk and others not; an OSD that hangs"),
    only_if=(
        AtMost(ceph_pool.SHORT, 0),
        AtMost(ceph_pool.LOST, 0),
    ),
    signs=(
        Check(
            clause=Above(ceph_pool.STUCK_PEERING, 0),
            sensitivity=Guess(0.95, "after a minute the monitors say so"),
            false_alarm=Guess(0.002, "a group that peers again and again"),
        ),
    ),
    leads_to=(
        Leads(
            to=ceph_pool_unavailable.EFFECT,
            strength=Guess(0.97, "a group that peers takes no requests"),
        ),
    ),
    because="The OSDs of these groups have to agree on what each has before they serve, and one "
    "of them does not answer the others. Peering is a matter of a second; this one lasts.",
    confirm="ceph pg dump_stuck inactive; ceph pg PG query",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.DISRUPTIVE,
            text="see which OSD the groups wait for (peering_blocked_by, or one that all have "
            "in common), look at its network, and mark it down: it comes back by itself if it "
            "lives",
            command="ceph pg PG query; ceph osd blocked-by; ceph osd down osd.ID",
            do_not="restart all OSDs at once: each makes groups peer anew",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.DISRUPTIVE,
            text="the same, then restart that one daemon",
            command="ceph osd blocked-by; ceph orch daemon restart osd.ID",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.DISRUPTIVE,
            text="the same, then delete that one pod",
            command="kubectl -n rook-ceph delete pod -l ceph-osd-id=ID",
        ),
    ),
    confused_with=(
        "ceph_groups_lost",
        "ceph_osd_hung",
    ),
    references=(
        "https://docs.ceph.com/en/latest/rados/troubleshooting/troubleshooting-pg/",
        "https://docs.ceph.com/en/latest/rados/operations/pg-states/",
    ),
    maturity=Maturity.INJECTED,
)
