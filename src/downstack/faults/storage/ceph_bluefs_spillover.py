"""Metadata of an OSD has spilled over to its slow device."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_health

FAULT = Fault(
    id="ceph_bluefs_spillover",
    title="metadata of an OSD is on its slow device",
    layer=Layer.STORAGE,
    of=Kind.CEPH_CLUSTER,
    path=Path.STORAGE,
    rate=Guess(0.01, "a database device that is too small, or not compacted for long"),
    signs=(
        Check(
            clause=Is(ceph_health.BLUEFS_SPILLOVER, ("raised",)),
            sensitivity=Guess(0.97, "the monitors raise the check"),
            false_alarm=Guess(0.002, "thresholds that somebody has changed"),
        ),
    ),
    because="The database of an OSD no longer fits on its fast device, so that a part of it is "
    "read from the slow one.",
    confirm="ceph health detail",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.DISRUPTIVE,
            text="compact the OSD; if it does not help, give its database a larger device",
            command="ceph tell osd.ID compact; ceph-bluestore-tool bluefs-bdev-migrate --path PATH",
            do_not="compact many OSDs at once",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.DISRUPTIVE,
            text="the same",
            command="ceph tell osd.ID compact",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.DISRUPTIVE,
            text="the same from the toolbox",
            command="kubectl -n rook-ceph exec deploy/rook-ceph-tools -- ceph tell osd.ID compact",
        ),
    ),
    references=(
        "https://docs.ceph.com/en/latest/rados/operations/health-checks/#bluefs-spillover",
    ),
    maturity=Maturity.DRAFT,
    risk=True,
)
