"""Somebody fences the guest's client: the cluster refuses it from then on."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.stage import POOL, CephStage, cluster_of, with_rbd_load
from lab.host import Host
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.load import STUBBORN_DISK
from lab.stage import Stage
from lab.witnesses import failed_reads


def _prepare_stage(host: Host) -> CephStage:
    stage = with_rbd_load(host)
    stage.target.start_load(STUBBORN_DISK)
    return stage


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    """QEMU keeps its identity and never recovers: the guest is of no use afterwards."""
    cluster = cluster_of(stage)
    before = failed_reads(stage.target)
    status = json.loads(cluster.rbd("status", f"{POOL}/{stage.target.name}", "--format", "json"))
    (address,) = (row["address"] for row in status["watchers"])
    cluster.ceph("osd", "blocklist", "add", address)
    try:
        yield witness(
            lambda: failed_reads(stage.target),
            lambda share: share == level,
            means="failed direct reads in the guest",
            unit="of 1",
            before=before,
        )
    finally:
        cluster.ceph("osd", "blocklist", "rm", address)


INJECTION = Injection(
    fault="ceph_client_blocklisted",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="fenced",
    prepare=_prepare_stage,
    apply=_apply,
)
