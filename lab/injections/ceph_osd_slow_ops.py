"""One OSD waits before it begins each request; its disk is as fast as ever."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.stage import cluster_of, with_rbd_load
from lab.injection import Injection, Witness, witness
from lab.stage import Stage
from lab.witnesses import write_latency

OSD = 1
NOTICED = 3  # times the latency of before
DELAY = "osd_debug_inject_dispatch_delay"


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)
    before = write_latency(stage.target)
    cluster.tell(OSD, "config", "set", f"{DELAY}_duration", f"{level:g}")
    cluster.tell(OSD, "config", "set", f"{DELAY}_probability", "1")
    try:
        yield witness(
            lambda: write_latency(stage.target),
            lambda milliseconds: level < INJECTION.levels[0] or milliseconds > NOTICED * before,
            means="direct write timed by the guest's clock",
            unit="ms",
            before=before,
        )
    finally:
        cluster.tell(OSD, "config", "set", f"{DELAY}_probability", "0")
        cluster.wait_healthy()


INJECTION = Injection(
    fault="ceph_osd_slow_ops",
    tier="ceph",
    path="storage",
    levels=(0.05, 0.1, 0.3),
    sub_threshold=0.001,
    unit="s before each request",
    prepare=with_rbd_load,
    apply=_apply,
)
