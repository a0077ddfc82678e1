"""Groups cannot get their copies back: an OSD has no room for them."""

from downstack.fault import Above, Check, Fault, Guess, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_pool

FAULT = Fault(
    id="ceph_backfill_toofull",
    title="groups wait for room to get their copies back",
    layer=Layer.STORAGE,
    of=Kind.CEPH_POOL,
    path=Path.STORAGE,
    rate=Guess(0.01, "an OSD that failed in a cluster without room for its data"),
    signs=(
        Check(
            clause=Above(ceph_pool.TOO_FULL, 0),
            sensitivity=Guess(0.98, "the states come from the groups themselves"),
            false_alarm=Guess(0.002, "numbers of use that are some seconds old"),
        ),
    ),
    because="Copies are missing and stay so: backfill stops at the backfillfull ratio, so that "
    "it does not fill an OSD to the brim.",
    confirm="ceph health detail; ceph osd df",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.DISRUPTIVE,
            text="make room: start the OSDs that are down, delete what nobody needs, add OSDs",
            command="ceph osd tree down; ceph osd df",
            do_not="raise backfillfull beyond full, or mark more OSDs out",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.DISRUPTIVE,
            text="the same; add disks by the orchestrator",
            command="ceph orch device ls",
            do_not="mark more OSDs out",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.DISRUPTIVE,
            text="the same; add devices to the CephCluster",
            command="kubectl -n rook-ceph exec deploy/rook-ceph-tools -- ceph osd df",
            do_not="mark more OSDs out",
        ),
    ),
    references=(
        "https://docs.ceph.com/en/latest/rados/operations/health-checks/#pg-backfill-full",
    ),
    maturity=Maturity.INJECTED,
    risk=True,
)
