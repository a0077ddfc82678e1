"""The disk of a monitor is nearly full."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_health

FAULT = Fault(
    id="ceph_monitor_disk_low",
    title="the disk of a monitor is nearly full",
    layer=Layer.STORAGE,
    of=Kind.CEPH_CLUSTER,
    path=Path.STORAGE,
    rate=Guess(0.01, "logs beside the monitor's database, which grows while groups are not clean"),
    signs=(
        Check(
            clause=Is(ceph_health.MON_DISK_LOW, ("raised",)),
            sensitivity=Guess(0.97, "the monitors raise the check"),
            false_alarm=Guess(0.002, "thresholds that somebody has changed"),
        ),
    ),
    because="A monitor without room for its database ends itself. When that happens to most of "
    "them the quorum is lost.",
    confirm="ceph health detail",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.SAFE,
            text="remove logs and old files from that disk, then compact the database",
            command="df -h /var/lib/ceph/mon; ceph tell mon.NAME compact",
            do_not="delete anything inside store.db",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.SAFE,
            text="the same, in /var/lib/ceph/FSID",
            command="ceph tell mon.NAME compact",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.SAFE,
            text="enlarge the volume of the monitor",
            command="kubectl -n rook-ceph exec deploy/rook-ceph-tools -- ceph tell mon.NAME "
            "compact",
        ),
    ),
    references=("https://docs.ceph.com/en/latest/rados/operations/health-checks/#mon-disk-low",),
    maturity=Maturity.DRAFT,
    risk=True,
)
