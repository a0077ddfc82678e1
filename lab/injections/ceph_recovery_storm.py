"""An OSD is marked out, and its data is rebuilt at once on the hard disks of all others."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.cluster import Cluster
from lab.ceph.stage import CephStage, cluster_of, with_rbd_load
from lab.deadline import wait_until
from lab.host import Host
from lab.injection import Injection, Witness, witness
from lab.injections.ceph_osd_disk_slow import device_of
from lab.stage import Stage
from lab.witnesses import write_latency

OSDS = 4
LEAVES = "osd.3"
BULK = "bulk"
HARD_DISK = 250
"""Writes per second: the OSDs of this stage stand on hard disks from the beginning."""
OBJECTS = ("-b", "4096", "--max-objects", "20000", "-t", "64", "--no-cleanup")
NOTICED = 2  # times the latency of before: recovery shares the disks, it does not take them all
PACE = ("osd_max_backfills", "osd_recovery_max_active")
RESTS = tuple(f"osd_recovery_sleep_{kind}" for kind in ("hdd", "ssd", "hybrid"))


def _make_disks_hard(cluster: Cluster) -> None:
    for osd in range(OSDS):
        limit = cluster.cgroup_of(osd) / "blkio.throttle.write_iops_device"
        limit.write_text(f"{device_of(cluster.folder)} {HARD_DISK}")


def _prepare_stage(host: Host) -> CephStage:
    stage = with_rbd_load(host, osds=OSDS)
    stage.cluster.make_pool(BULK, groups=32)
    stage.cluster.rados("-p", BULK, "bench", "60", "write", *OBJECTS, seconds=120)
    _make_disks_hard(stage.cluster)
    return stage


def _set_pace(cluster: Cluster, level: float) -> None:
    """Let each OSD do so many recoveries at once without a rest; of less than one, rest long."""
    for osd in range(OSDS):
        for name in PACE:
            cluster.tell(osd, "config", "set", name, f"{max(1, level):g}")
        for name in RESTS:
            cluster.tell(osd, "config", "set", name, "0" if level >= 1 else f"{1 / level:g}")


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)
    before = write_latency(stage.target)
    _set_pace(cluster, level)
    cluster.ceph("osd", "out", LEAVES)
    try:
        wait_until(cluster.is_moving, 30, "the rebuilding to begin")
        cluster.wait_active()
        yield witness(
            lambda: write_latency(stage.target),
            lambda milliseconds: level < INJECTION.levels[0] or milliseconds > NOTICED * before,
            means="direct write timed by the guest's clock",
            unit="ms",
            before=before,
        )
    finally:
        cluster.ceph("osd", "in", LEAVES)


INJECTION = Injection(
    fault="ceph_recovery_storm",
    tier="ceph",
    path="storage",
    levels=(4, 8, 16),
    sub_threshold=0.5,
    unit="recoveries at once per OSD",
    prepare=_prepare_stage,
    apply=_apply,
)
