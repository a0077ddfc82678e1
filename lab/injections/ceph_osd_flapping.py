"""One OSD stops for as long as its peers need to report it, and comes back, again and again."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.cluster import Cluster
from lab.ceph.stage import cluster_of, with_rbd_load
from lab.deadline import wait_until
from lab.injection import Injection, Witness, witness
from lab.stage import Stage

OSD = "osd.1"
COMPLAINT = "wrongly marked me down"
GRACE, SHORT = "osd_heartbeat_grace", "6"
"""Seconds without a heartbeat; the default of 20 would let this take minutes."""
REPORTED = 60
SETTLE = 5
"""Seconds until the manager knows how its groups are."""


def complaints(cluster: Cluster) -> float:
    """Return how often the OSD has found itself marked down."""
    log = (cluster.folder / "log" / f"{OSD}.log").read_text(errors="replace")
    return float(log.count(COMPLAINT))


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)
    before = complaints(cluster)
    cluster.ceph("config", "set", "global", GRACE, SHORT)
    try:
        for _ in range(int(level)):
            cluster.stop(OSD, signal.SIGSTOP)
            try:
                wait_until(lambda: cluster.down() == 1, REPORTED, "the OSD to count as down")
            finally:
                cluster.stop(OSD, signal.SIGCONT)
            time.sleep(SETTLE)
            cluster.wait_healthy()
        yield witness(
            lambda: complaints(cluster),
            lambda count: count >= before + level,
            means="complaints in the log of the OSD",
            unit="complaints",
            before=before,
        )
    finally:
        cluster.ceph("config", "rm", "global", GRACE)


INJECTION = Injection(
    fault="ceph_osd_flapping",
    tier="ceph",
    path="storage",
    levels=(3, 4, 5),
    sub_threshold=1,
    unit="times down",
    prepare=with_rbd_load,
    apply=_apply,
    target="ceph",
)
