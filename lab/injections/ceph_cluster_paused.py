"""Somebody pauses all reads and writes of the cluster."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.stage import cluster_of, with_rbd_load
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage
from lab.witnesses import stalled_write


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)
    before = stalled_write(stage.target)
    cluster.ceph("osd", "pause")
    try:
        yield witness(
            lambda: stalled_write(stage.target),
            lambda share: share == level,
            means="a direct write of the guest that does not end within 2 s",
            unit="of 1",
            before=before,
        )
    finally:
        cluster.ceph("osd", "unpause")
        cluster.wait_healthy()


INJECTION = Injection(
    fault="ceph_cluster_paused",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="paused",
    prepare=with_rbd_load,
    apply=_apply,
)
