"""A pool does not say what it is used for."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_pool

FAULT = Fault(
    id="ceph_pool_without_application",
    title="the pool does not say what it is used for",
    layer=Layer.STORAGE,
    of=Kind.CEPH_POOL,
    path=Path.STORAGE,
    rate=Guess(0.02, "pools made by hand"),
    signs=(
        Check(
            clause=Is(ceph_pool.APPLICATION, ("none",)),
            sensitivity=Guess(0.99, "the map of the OSDs has it"),
            false_alarm=Guess(0.001, "a pool that is being made"),
        ),
    ),
    because="Without an application the rights `profile rbd` and the like do not cover the pool "
    "for new clients, and HEALTH_WARN hides other warnings.",
    confirm="ceph osd pool application get {entity}",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.SAFE,
            text="name its application",
            command="ceph osd pool application enable {entity} rbd",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.SAFE,
            text="the same",
            command="ceph osd pool application enable {entity} rbd",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.SAFE,
            text="set application in the CephBlockPool",
            command="kubectl -n rook-ceph edit cephblockpool {entity}",
        ),
    ),
    references=(
        "https://docs.ceph.com/en/latest/rados/operations/health-checks/#pool-app-not-enabled",
    ),
    maturity=Maturity.INJECTED,
    risk=True,
)
