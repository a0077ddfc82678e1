"""Recovery and backfill take what the disks of the whole cluster have."""

from downstack.effects.storage import (
    ceph_cluster_slow,
    ceph_osd_answers_late,
    ceph_pool_answers_late,
)
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Path, Platform
from downstack.signals import ceph_cluster, ceph_peers

FAULT = Fault(
    id="ceph_recovery_storm",
    title="recovery takes all that the disks have",
    layer=Layer.STORAGE,
    of=Kind.CEPH_CLUSTER,
    path=Path.STORAGE,
    rate=Guess(0.02, "an OSD that goes out, a new one, a changed CRUSH map"),
    only_if=(Above(ceph_peers.MOVING, 0),),
    signs=(
        Check(
            clause=Above(ceph_cluster.MEDIAN_COMMIT, 0.05),
            sensitivity=Guess(0.85, "backfill writes to many stores at once"),
            false_alarm=Guess(0.01, "hard disks under a peak of their clients"),
        ),
    ),
    leads_to=(
        Leads(
            to=ceph_cluster_slow.EFFECT,
            strength=Guess(0.95, "the slowest is slower than the middle one"),
        ),
        Leads(
            to=ceph_pool_answers_late.EFFECT,
            via=(Edge.KEEPS,),
            strength=Guess(0.93, "writes of clients wait behind those of the recovery"),
        ),
        Leads(
            to=ceph_osd_answers_late.EFFECT,
            via=(Edge.SERVES.inverse,),
            strength=Guess(0.3, "reads wait too where the queue is full"),
        ),
    ),
    because="Groups move data while the stores of half of all OSDs take long: recovery and "
    "clients share the same disks, and recovery wins. It ends by itself; until then all VMs of "
    "the cluster are slow.",
    confirm="ceph status; ceph osd perf",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.SAFE,
            text="give clients the disks first: slow the recovery down, let it take longer",
            command="ceph config set osd osd_max_backfills 1; ceph config set osd "
            "osd_recovery_sleep_hdd 0.2",
            versions="before 17.2; from 17.2 mClock ignores these: ceph config set osd "
            "osd_mclock_profile high_client_ops",
            do_not="mark a further OSD out, or back in, to help: each makes more data move",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.SAFE,
            text="the same; pause the balancer and upgrades until it is over",
            command="ceph balancer off; ceph orch upgrade pause; ceph config set osd "
            "osd_mclock_profile high_client_ops",
            versions="the profile from 17.2, osd_max_backfills before",
            do_not="set norecover for long: copies stay missing",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.SAFE,
            text="the same from the toolbox; do not let the operator replace OSDs meanwhile",
            command="kubectl -n rook-ceph exec deploy/rook-ceph-tools -- ceph config set osd "
            "osd_mclock_profile high_client_ops",
            versions="the profile from 17.2, osd_max_backfills before",
            do_not="delete pods of OSDs",
        ),
    ),
    confused_with=(
        "ceph_osd_disk_slow",
        "ceph_osd_slow_ops",
    ),
    references=(
        "https://docs.ceph.com/en/latest/rados/configuration/mclock-config-ref/",
        "https://docs.ceph.com/en/latest/rados/operations/monitoring-osd-pg/",
    ),
    maturity=Maturity.INJECTED,
)
