"""Placement groups are down or incomplete though enough OSDs live."""

from downstack.effects.storage import ceph_pool_unavailable
from downstack.fault import Above, AtMost, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_pool

FAULT = Fault(
    id="ceph_groups_lost",
    title="placement groups are down or incomplete",
    layer=Layer.STORAGE,
    of=Kind.CEPH_POOL,
    path=Path.STORAGE,
    rate=Guess(0.004, "OSDs that fail one after the other"),
    only_if=(AtMost(ceph_pool.SHORT, 0),),
    signs=(
        Check(
            clause=Above(ceph_pool.LOST, 0),
            sensitivity=Guess(0.97, "the states come from the groups themselves"),
            false_alarm=Guess(0.003, "a group that was just made is unknown for a second"),
        ),
    ),
    leads_to=(
        Leads(
            to=ceph_pool_unavailable.EFFECT,
            strength=Guess(0.98, "such a group takes no requests"),
        ),
    ),
    because="The OSDs of these groups live, but what was written last is, or may be, on an OSD "
    "that is down. Nothing may be read or written until that one is back or is given up.",
    confirm="ceph pg dump_stuck inactive; ceph pg PG query",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.DATA_RISK,
            text="see which OSD the groups wait for (peering_blocked_by), and start that one, "
            "with its old disk",
            command="ceph pg dump_stuck inactive; ceph pg PG query; systemctl start ceph-osd@ID",
            do_not="tell the cluster that an OSD is lost while its disk can still be read: what "
            "was written last is gone for good",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.DATA_RISK,
            text="the same",
            command="ceph pg dump_stuck inactive; ceph orch daemon start osd.ID",
            do_not="use `ceph osd lost` while the disk can still be read",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.DATA_RISK,
            text="the same; see why the pod of that OSD does not run",
            command="kubectl -n rook-ceph get pods -l app=rook-ceph-osd -o wide",
            do_not="let the operator wipe the disk of that OSD",
        ),
    ),
    confused_with=(
        "ceph_pool_below_min_size",
        "ceph_peering_stuck",
    ),
    references=(
        "https://docs.ceph.com/en/latest/rados/troubleshooting/troubleshooting-pg/",
        "https://docs.ceph.com/en/latest/rados/operations/pg-states/",
    ),
    maturity=Maturity.INJECTED,
)
