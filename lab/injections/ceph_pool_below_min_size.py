"""Two of three OSDs are killed: one copy is left where two are demanded."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.stage import cluster_of, with_rbd_load
from lab.deadline import wait_until
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage
from lab.witnesses import stalled_write

OSDS = ("osd.1", "osd.2")


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)
    before = stalled_write(stage.target)
    for osd in OSDS:
        cluster.stop(osd, signal.SIGKILL)
    try:
        wait_until(lambda: cluster.down() == len(OSDS), 30, "the OSDs to count as down")
        yield witness(
            lambda: stalled_write(stage.target),
            lambda share: share == level,
            means="a direct write of the guest that does not end within 2 s",
            unit="of 1",
            before=before,
        )
    finally:
        for osd in OSDS:
            cluster.start(osd)
        cluster.wait_healthy()


INJECTION = Injection(
    fault="ceph_pool_below_min_size",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="below min_size",
    prepare=with_rbd_load,
    apply=_apply,
)
