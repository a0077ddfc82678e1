"""The disk under one OSD is slow, and so is every write that has a copy there."""

from downstack.effects.storage import (
    ceph_cluster_slow,
    ceph_osd_answers_late,
    ceph_pool_answers_late,
    ceph_pool_unavailable,
)
from downstack.fault import Above, Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Path, Platform
from downstack.signals import ceph_osd, ceph_peers

FAULT = Fault(
    id="ceph_osd_disk_slow",
    title="the disk under the OSD is slow",
    layer=Layer.STORAGE,
    of=Kind.CEPH_OSD,
    path=Path.STORAGE,
    rate=Guess(0.03, "the commonest storage incident of a Ceph cluster; health stays HEALTH_OK"),
    only_if=(Is(ceph_osd.STATE, ("up",)), Above(ceph_peers.STANDS_OUT, 3)),
    signs=(
        Check(
            clause=Above(ceph_osd.COMMIT_LATENCY, 0.10),
            sensitivity=Guess(0.95, "the store counts the time until its disk has written"),
            false_alarm=Guess(0.005, "100 ms is ten times what a busy hard disk takes"),
        ),
    ),
    leads_to=(
        Leads(
            to=ceph_cluster_slow.EFFECT,
            via=(Edge.SERVES,),
            strength=Guess(0.97, "it is the slowest of them all"),
        ),
        Leads(
            to=ceph_pool_answers_late.EFFECT,
            via=(Edge.REPLICATES,),
            strength=Guess(0.95, "a write ends when its slowest copy has ended"),
        ),
        Leads(
            to=ceph_osd_answers_late.EFFECT,
            strength=Guess(0.40, "reads wait when its queue is full"),
        ),
        Leads(
            to=ceph_pool_unavailable.EFFECT,
            via=(Edge.REPLICATES,),
            strength=Guess(0.15, "a group that changes hands waits until each of them has written"),
        ),
    ),
    because="Every write of a pool waits for the slowest of its copies, and an image has objects "
    "in nearly every placement group: one slow disk slows every VM of the pool. Ceph calls "
    "this HEALTH_OK.",
    confirm="ceph osd perf",
    remedies=(
        Remedy(
            platform=Platform.CEPH,
            risk=Risk.DISRUPTIVE,
            text="look at the disk of {entity} (smartctl, iostat on its host); if it is ill, move "
            "its data away slowly, then replace it",
            command="ceph osd metadata {entity} -f json | grep -E 'hostname|devices'; "
            "ceph osd primary-affinity {entity} 0",
            versions="the weight of recovery: osd_max_backfills before 17.2, osd_mclock_profile "
            "from 17.2",
            do_not="mark it out where the others would then be nearly full",
        ),
        Remedy(
            platform=Platform.CEPHADM,
            risk=Risk.DISRUPTIVE,
            text="find the device of {entity}, and replace it by the orchestrator",
            command="ceph device ls-by-daemon {entity}; ceph orch osd rm ID --replace",
            do_not="replace it before `ceph osd ok-to-stop ID` agrees",
        ),
        Remedy(
            platform=Platform.ROOK,
            risk=Risk.DISRUPTIVE,
            text="find the device of {entity} from the toolbox, then purge that OSD by its job",
            command="kubectl -n rook-ceph exec deploy/rook-ceph-tools -- ceph device "
            "ls-by-daemon {entity}",
            do_not="delete its Deployment: the operator makes it anew on the same disk",
        ),
    ),
    confused_with=("storage_backend_slow", "ceph_osd_slow_ops", "ceph_recovery_storm"),
    references=(
        "https://docs.ceph.com/en/latest/rados/troubleshooting/troubleshooting-osd/",
        "https://docs.ceph.com/en/latest/rados/operations/monitoring/",
    ),
    maturity=Maturity.INJECTED,
)
