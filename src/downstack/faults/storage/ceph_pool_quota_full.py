"""The pool has used up its quota: writes wait until there is room."""

from downstack.effects.storage import ceph_pool_takes_no_writes
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_pool

FAULT = Fault(
    id="ceph_pool_quota_full",
    title="the quota of the pool is used up",
    layer=Layer.STORAGE,
    of=Kind.CEPH_POOL,
    path=Path.STORAGE,
    rate=Guess(0.006, "quotas are rare, and forgotten when they are met"),
    signs=(
        Check(
            clause=Is(ceph_pool.FULL, ("quota",)),
            sensitivity=Guess(0.98, "the monitors set the flag that clients obey"),
            false_alarm=Guess(0.001, "the flag is what stops the writes"),
        ),
    ),
    leads_to=(
        Leads(
            to=ceph_pool_takes_no_writes.EFFECT,
            strength=Guess(0.97, "librbd lets writes wait, and reports no error"),
        ),
    ),
    because="A pool beyond its quota takes no writes, however empty the cluster is. librbd "
    "waits without an error, so the guest just hangs.",
    confirm="ceph osd pool get-quota {entity}",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.SAFE,
            text="raise the quota of {entity}, or delete what nobody needs; the writes go on by "
            "themselves",
            command="ceph osd pool get-quota {entity}; ceph osd pool set-quota {entity} "
            "max_bytes BYTES",
            do_not="remove the quota where the cluster has no room left: OSDs would be full next",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.SAFE,
            text="the same",
            command="ceph osd pool set-quota {entity} max_bytes BYTES",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.SAFE,
            text="raise quotas.maxSize in the CephBlockPool: the operator would undo a change "
            "by hand",
            command="kubectl -n rook-ceph edit cephblockpool {entity}",
        ),
    ),
    confused_with=(
        "ceph_pool_full",
        "storage_backend_silent",
    ),
    references=("https://docs.ceph.com/en/latest/rados/operations/pools/#set-pool-quotas",),
    maturity=Maturity.INJECTED,
)
