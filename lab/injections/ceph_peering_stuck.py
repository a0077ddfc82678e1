"""An OSD hangs while nodown is set, and the groups want to agree with it: they peer for ever."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.cluster import Cluster
from lab.ceph.stage import cluster_of, with_rbd_load
from lab.deadline import wait_until
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage
from lab.witnesses import stalled_write

HANGS, COMES_BACK = "osd.2", "osd.1"
STUCK, SOON = "mon_pg_stuck_threshold", "5"
"""Seconds after which Ceph calls a group stuck; a minute by default."""


def _say_so(cluster: Cluster) -> bool:
    return "stuck" in cluster.ceph("health", "detail")


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)
    before = stalled_write(stage.target)
    cluster.ceph("config", "set", "global", STUCK, SOON)
    cluster.ceph("osd", "set", "nodown")
    cluster.stop(HANGS, signal.SIGSTOP)
    cluster.ceph("osd", "down", COMES_BACK)
    try:
        wait_until(lambda: _say_so(cluster), 60, "the monitors to call the groups stuck")
        yield witness(
            lambda: stalled_write(stage.target),
            lambda share: share == level,
            means="a direct write of the guest that does not end within 2 s",
            unit="of 1",
            before=before,
        )
    finally:
        cluster.stop(HANGS, signal.SIGCONT)
        cluster.ceph("osd", "unset", "nodown")
        cluster.ceph("config", "rm", "global", STUCK)
        cluster.wait_healthy()


INJECTION = Injection(
    fault="ceph_peering_stuck",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="stuck",
    prepare=with_rbd_load,
    apply=_apply,
)
