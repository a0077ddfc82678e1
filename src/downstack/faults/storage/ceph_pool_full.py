"""An OSD behind the pool is full: writes wait until there is room."""

from downstack.effects.storage import ceph_pool_takes_no_writes
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import ceph_pool

FAULT = Fault(
    id="ceph_pool_full",
    title="an OSD behind the pool is full",
    layer=Layer.STORAGE,
    of=Kind.CEPH_POOL,
    path=Path.STORAGE,
    rate=Guess(0.008, "the fullest OSD counts, long before the cluster is full"),
    signs=(
        Check(
            clause=Is(ceph_pool.FULL, ("full",)),
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
    because="One OSD beyond the full ratio stops the writes of every pool that has data on it. "
    "librbd waits without an error, so QEMU counts no failed write and the guest just hangs.",
    confirm="ceph osd df",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.DATA_RISK,
            text="make room: delete images or snapshots that nobody needs (raise the full ratio by "
            "one percent for that, for no longer), then add OSDs or balance",
            command="rbd du -p {entity}; ceph osd set-full-ratio 0.96; ceph osd df",
            do_not="mark the full OSD out: the others would be full next",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.DATA_RISK,
            text="the same; new disks by the orchestrator",
            command="ceph orch device ls",
            do_not="mark the full OSD out",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.DATA_RISK,
            text="the same from the toolbox; add devices to the CephCluster",
            command="kubectl -n rook-ceph exec deploy/rook-ceph-tools -- ceph osd df",
            do_not="mark the full OSD out",
        ),
    ),
    confused_with=("ceph_pool_below_min_size", "storage_backend_silent"),
    references=("https://docs.ceph.com/en/latest/rados/operations/health-checks/#osd-full",),
    maturity=Maturity.INJECTED,
)
