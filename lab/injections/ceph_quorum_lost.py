"""The only monitor is killed; the guests go on."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.stage import cluster_of, with_rbd_load
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage

MONITOR = "mon.a"


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)

    def measure() -> float:
        return float(not cluster.daemon(MONITOR).alive())

    before = measure()
    cluster.stop(MONITOR, signal.SIGKILL)
    try:
        yield witness(
            measure,
            lambda value: value == level,
            means="the process of the monitor that is gone",
            unit="of 1",
            before=before,
        )
    finally:
        cluster.start(MONITOR)
        cluster.wait_healthy()


INJECTION = Injection(
    fault="ceph_quorum_lost",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="killed",
    prepare=with_rbd_load,
    apply=_apply,
    target="ceph",
)
