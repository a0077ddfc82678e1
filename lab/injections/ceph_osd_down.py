"""One OSD is stopped in order; its groups go on with two copies."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.stage import cluster_of, with_rbd_load
from lab.deadline import wait_until
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage

OSD = "osd.2"


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)

    def measure() -> float:
        return float(not cluster.daemon(OSD).alive())

    before = measure()
    cluster.stop(OSD)
    try:
        wait_until(lambda: cluster.down() == 1, 30, "the OSD to count as down")
        cluster.wait_active()
        yield witness(
            measure,
            lambda value: value == level,
            means="the process of the OSD that is gone",
            unit="of 1",
            before=before,
        )
    finally:
        cluster.start(OSD)
        cluster.wait_healthy()


INJECTION = Injection(
    fault="ceph_osd_down",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="stopped",
    prepare=with_rbd_load,
    apply=_apply,
    target="ceph",
)
