"""Of two copies one is old and one is gone: the OSD that was written to last is dead."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.stage import POOL, CephStage, cluster_of, with_rbd_load
from lab.deadline import wait_until
from lab.host import Host
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage
from lab.witnesses import stalled_sweep

OLD, NEWER = "osd.0", "osd.1"
WRITES = 5  # seconds in which only the second OSD is written to


def _prepare_stage(host: Host) -> CephStage:
    """A pool of two copies that works on with one, as somebody has set it to save space."""
    stage = with_rbd_load(host)
    for name, value in (("size", "2"), ("min_size", "1")):
        stage.cluster.ceph("osd", "pool", "set", POOL, name, value)
    stage.cluster.wait_healthy()
    return stage


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)
    before = stalled_sweep(stage.target)
    cluster.stop(OLD, signal.SIGKILL)
    wait_until(lambda: cluster.down() == 1, 30, "the first OSD to count as down")
    cluster.wait_active()
    time.sleep(WRITES)
    cluster.stop(NEWER, signal.SIGKILL)
    try:
        wait_until(lambda: cluster.down() == len((OLD, NEWER)), 30, "the second to count as down")
        cluster.start(OLD)
        wait_until(lambda: cluster.down() == 1, 30, "the first OSD to come back")
        yield witness(
            lambda: stalled_sweep(stage.target),
            lambda share: share == level,
            means="direct reads of all parts of the disk that do not end within 10 s",
            unit="of 1",
            before=before,
        )
    finally:
        cluster.start(NEWER)
        cluster.wait_healthy()


INJECTION = Injection(
    fault="ceph_groups_lost",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="down",
    prepare=_prepare_stage,
    apply=_apply,
)
