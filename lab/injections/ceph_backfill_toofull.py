"""An OSD is marked out, and by a ratio of a few percent the others have no room for its data."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from lab.ceph.cluster import Cluster
from lab.ceph.stage import CephStage, cluster_of, with_rbd_load
from lab.deadline import wait_until
from lab.host import Host
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage

OSDS = 4
LEAVES = "osd.3"
BULK = "bulk"
OBJECTS = ("-b", "4096", "--max-objects", "4000", "-t", "64", "--no-cleanup")
"""More writes than a group keeps in its log: what is not in the log has to be backfilled."""
LOW = {"nearfull": "0.01", "backfillfull": "0.015"}
USUAL = {"nearfull": "0.85", "backfillfull": "0.9"}
NOTICED = 60


def _set_ratios(cluster: Cluster, ratios: dict[str, str]) -> None:
    for name, ratio in ratios.items():
        cluster.ceph("osd", f"set-{name}-ratio", ratio)


def _full_osds(cluster: Cluster) -> float:
    return float("backfillfull" in cluster.map())


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)
    before = _full_osds(cluster)
    _set_ratios(cluster, LOW)
    try:
        wait_until(lambda: _full_osds(cluster) == level, NOTICED, "the OSDs to count as too full")
        cluster.ceph("osd", "out", LEAVES)
        wait_until(partial(cluster.warns_of, "PG_BACKFILL_FULL"), NOTICED, "groups without room")
        cluster.wait_active()
        yield witness(
            lambda: _full_osds(cluster),
            lambda value: value == level,
            means="the state in the map of the OSDs, by osdmaptool",
            unit="of 1",
            before=before,
        )
    finally:
        _set_ratios(cluster, dict(reversed(USUAL.items())))
        cluster.ceph("osd", "in", LEAVES)
        cluster.wait_healthy()


def _prepare_stage(host: Host) -> CephStage:
    stage = with_rbd_load(host, osds=OSDS)
    stage.cluster.make_pool(BULK)
    stage.cluster.rados("-p", BULK, "bench", "60", "write", *OBJECTS, seconds=120)
    return stage


INJECTION = Injection(
    fault="ceph_backfill_toofull",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="without room",
    prepare=_prepare_stage,
    apply=_apply,
    target="ceph",
)
