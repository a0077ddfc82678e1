"""A pool writes to one copy: the next failure loses data."""

from downstack.fault import AtMost, Check, Fault, Guess, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_pool

FAULT = Fault(
    id="ceph_pool_no_redundancy",
    title="one copy is enough for a write",
    layer=Layer.STORAGE,
    of=Kind.CEPH_POOL,
    path=Path.STORAGE,
    rate=Guess(0.01, "size 1, or min_size 1 set in an emergency and left"),
    signs=(
        Check(
            clause=AtMost(ceph_pool.MIN_SIZE, 1),
            sensitivity=Guess(0.99, "the map of the OSDs has it"),
            false_alarm=Guess(0.001, "nothing else sets it"),
        ),
    ),
    because="With size 1 there is no other copy; with min_size 1 writes go on while only one is "
    "left. Either way the next disk that fails takes data with it.",
    confirm="ceph osd pool get {entity} size; ceph osd pool get {entity} min_size",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.DISRUPTIVE,
            text="set size 3 and min_size 2 (data moves meanwhile)",
            command="ceph osd pool set {entity} size 3; ceph osd pool set {entity} min_size 2",
            do_not="raise min_size while groups have one copy only: they would take no requests",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.DISRUPTIVE,
            text="the same",
            command="ceph osd pool set {entity} min_size 2",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.DISRUPTIVE,
            text="set replicated.size in the CephBlockPool",
            command="kubectl -n rook-ceph edit cephblockpool {entity}",
        ),
    ),
    references=(
        "https://docs.ceph.com/en/latest/rados/operations/pools/#setting-the-number-of-rados-object-replicas",
        "https://docs.ceph.com/en/latest/rados/operations/health-checks/#pool-no-redundancy",
    ),
    maturity=Maturity.DRAFT,
    risk=True,
)
