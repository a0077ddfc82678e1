"""The disk of one OSD takes a few writes per second: blkio throttles that OSD alone."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lab.ceph.stage import cluster_of, with_rbd_load
from lab.injection import Injection, Witness, witness
from lab.stage import Stage
from lab.witnesses import write_latency

OSD = 0
NOTICED = 3  # times the latency of before


def device_of(folder: Path) -> str:
    """Return the number of the device that holds a folder, as blkio wants it."""
    number = folder.stat().st_dev
    return f"{os.major(number)}:{os.minor(number)}"


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)
    before = write_latency(stage.target)
    group = cluster.cgroup_of(OSD)
    device = device_of(cluster.folder)
    limit = group / "blkio.throttle.write_iops_device"
    limit.write_text(f"{device} {int(level)}")
    try:
        yield witness(
            lambda: write_latency(stage.target),
            lambda milliseconds: level > INJECTION.levels[0] or milliseconds > NOTICED * before,
            means="direct write timed by the guest's clock",
            unit="ms",
            before=before,
        )
    finally:
        limit.write_text(f"{device} 0")
        cluster.wait_healthy()


INJECTION = Injection(
    fault="ceph_osd_disk_slow",
    tier="ceph",
    path="storage",
    levels=(20, 10, 5),
    sub_threshold=2000,
    unit="writes per second of the disk",
    prepare=with_rbd_load,
    apply=_apply,
)
