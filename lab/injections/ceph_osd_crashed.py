"""One OSD aborts, and its crash is reported."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lab.ceph.cluster import Cluster
from lab.ceph.stage import cluster_of, with_rbd_load
from lab.deadline import wait_until
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage

OSD = "osd.1"


def reports(cluster: Cluster) -> list[Path]:
    """Return what crashed daemons have left."""
    return list(cluster.folder.glob("crash/*/meta"))


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)

    def measure() -> float:
        return float(bool(reports(cluster)))

    before = measure()
    cluster.stop(OSD, signal.SIGABRT)
    try:
        wait_until(lambda: reports(cluster), 30, "the OSD to leave a report")
        for report in reports(cluster):
            cluster.ceph("crash", "post", "-i", str(report))
        wait_until(lambda: cluster.down() == 1, 30, "the OSD to count as down")
        cluster.wait_active()
        yield witness(
            measure,
            lambda value: value == level,
            means="reports in its crash folder",
            unit="of 1",
            before=before,
        )
    finally:
        cluster.ceph("crash", "archive-all")
        cluster.start(OSD)
        cluster.wait_healthy()


INJECTION = Injection(
    fault="ceph_osd_crashed",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="crashed",
    prepare=with_rbd_load,
    apply=_apply,
    target="ceph",
)
