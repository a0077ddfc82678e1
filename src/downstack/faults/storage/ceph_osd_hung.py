"""An OSD has stopped answering, and the cluster does not know it yet."""

from downstack.effects.storage import ceph_osd_silent
from downstack.fault import Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_osd

FAULT = Fault(
    id="ceph_osd_hung",
    title="the OSD does not answer, and still counts as up",
    layer=Layer.STORAGE,
    of=Kind.CEPH_OSD,
    path=Path.STORAGE,
    rate=Guess(0.02, "a disk that hangs, a host that stops; up to half a minute per incident"),
    only_if=(Is(ceph_osd.STATE, ("up",)),),
    leads_to=(
        Leads(
            to=ceph_osd_silent.EFFECT,
            strength=Guess(0.98, "who hangs answers no read"),
        ),
    ),
    because="The OSD answers no read while it counts as up. Until its peers have missed its "
    "heartbeats (osd_heartbeat_grace, 20 s by default) every write with a copy there waits, and "
    "the cluster says HEALTH_OK.",
    confirm="ceph tell {entity} version",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.DISRUPTIVE,
            text="let the cluster go on without it, within 16 s: mark it down; it comes back by "
            "itself if it lives. Then look at its disk and at the kernel log of its host",
            command="ceph osd down {entity}",
            do_not="wait for it with noup or nodown set: the VMs would wait as well",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.DISRUPTIVE,
            text="the same, then restart the daemon",
            command="ceph osd down {entity}; ceph orch daemon restart {entity}",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.DISRUPTIVE,
            text="the same, then delete its pod",
            command="kubectl -n rook-ceph delete pod -l ceph-osd-id=ID",
        ),
    ),
    confused_with=("ceph_osd_slow_ops", "ceph_pool_below_min_size", "storage_backend_silent"),
    references=("https://docs.ceph.com/en/latest/rados/configuration/mon-osd-interaction/",),
    maturity=Maturity.INJECTED,
)
