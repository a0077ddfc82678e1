"""The manager is killed, and the monitors have noticed."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.stage import cluster_of, with_rbd_load
from lab.deadline import wait_until
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage

MANAGER = "mgr.x"
NOTICED = 60  # seconds, mon_mgr_beacon_grace is 30


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)

    def measure() -> float:
        return float(not cluster.daemon(MANAGER).alive())

    before = measure()
    cluster.stop(MANAGER, signal.SIGKILL)
    try:
        wait_until(lambda: not cluster.has_manager(), NOTICED, "the monitors to notice")
        yield witness(
            measure,
            lambda value: value == level,
            means="the process of the manager that is gone",
            unit="of 1",
            before=before,
        )
    finally:
        cluster.start(MANAGER)
        cluster.wait_healthy()


INJECTION = Injection(
    fault="ceph_manager_down",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="noticed",
    prepare=with_rbd_load,
    apply=_apply,
    target="ceph",
)
