"""One OSD is killed and started again, again and again."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.cluster import Cluster
from lab.ceph.stage import cluster_of, with_rbd_load
from lab.deadline import wait_until
from lab.injection import Injection, Witness, witness
from lab.stage import Stage

OSD = "osd.1"
BOOT = "start_boot"


def starts(cluster: Cluster) -> float:
    """Return how often the OSD has said that it starts."""
    log = (cluster.folder / "log" / f"{OSD}.log").read_text(errors="replace")
    return float(log.count(BOOT))


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)
    before = starts(cluster)
    for _ in range(int(level)):
        cluster.stop(OSD, signal.SIGKILL)
        wait_until(lambda: cluster.down() == 1, 30, "the OSD to count as down")
        cluster.start(OSD)
        cluster.wait_healthy()
    yield witness(
        lambda: starts(cluster),
        lambda count: count >= before + level,
        means="starts in the log of the OSD",
        unit="starts",
        before=before,
    )


INJECTION = Injection(
    fault="ceph_osd_flapping",
    tier="ceph",
    path="storage",
    levels=(3, 4, 5),
    sub_threshold=1,
    unit="downs",
    prepare=with_rbd_load,
    apply=_apply,
    target="ceph",
)
