"""Too few placement groups: data and work are spread unevenly."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_health

FAULT = Fault(
    id="ceph_too_few_pgs",
    title="there are too few placement groups",
    layer=Layer.STORAGE,
    of=Kind.CEPH_CLUSTER,
    path=Path.STORAGE,
    rate=Guess(0.02, "pools made with a handful of groups before they grew"),
    signs=(
        Check(
            clause=Is(ceph_health.TOO_FEW_PGS, ("raised",)),
            sensitivity=Guess(
                0.7, "counted per OSD, where mon_pg_warn_min_per_osd is not switched off"
            ),
            false_alarm=Guess(0.0005, "a threshold that somebody has changed"),
        ),
        Check(
            clause=Is(ceph_health.POOL_TOO_FEW_PGS, ("raised",)),
            sensitivity=Guess(0.7, "the autoscaler says so where it may only warn"),
            false_alarm=Guess(0.0005, "a target size that somebody has set wrong"),
        ),
    ),
    because="Each group is a share of the data that cannot be split. With few of them some OSDs "
    "have much and some little, and the fullest is full early.",
    confirm="ceph osd pool autoscale-status",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.DISRUPTIVE,
            text="let the autoscaler choose, or raise pg_num step by step: data moves meanwhile",
            command="ceph osd pool autoscale-status; ceph osd pool set POOL pg_autoscale_mode on",
            do_not="raise pg_num by much at once, or while groups are degraded",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.DISRUPTIVE,
            text="the same",
            command="ceph osd pool set POOL pg_autoscale_mode on",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.DISRUPTIVE,
            text="the same; parameters of the CephBlockPool",
            command="kubectl -n rook-ceph exec deploy/rook-ceph-tools -- ceph osd pool "
            "autoscale-status",
        ),
    ),
    references=(
        "https://docs.ceph.com/en/latest/rados/operations/health-checks/#too-few-pgs",
        "https://docs.ceph.com/en/latest/rados/operations/placement-groups/",
    ),
    maturity=Maturity.INJECTED,
    risk=True,
)
