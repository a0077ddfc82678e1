"""One copy of an object cannot be read, and a deep scrub finds it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.cluster import Cluster
from lab.ceph.stage import POOL, cluster_of, with_rbd_load
from lab.deadline import wait_until
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage

OBJECT = "rotten"
READ_ERRORS = "bluestore_debug_inject_read_err"


def damaged(cluster: Cluster, group: str) -> float:
    """Return how many objects of a group have copies that differ."""
    listed = json.loads(cluster.rados("list-inconsistent-obj", group))
    return float(len(listed["inconsistents"]))


def spoil(cluster: Cluster) -> str:
    """Make one copy of an object unreadable, and return its group."""
    for osd in range(3):
        cluster.tell(osd, "config", "set", READ_ERRORS, "true")
    cluster.rados("-p", POOL, "put", OBJECT, "/etc/services")
    place = cluster.ask("osd", "map", POOL, OBJECT)
    copy = next(osd for osd in place["acting"] if osd != place["acting_primary"])
    cluster.socket(f"osd.{copy}", "injectdataerr", POOL, OBJECT)
    return str(place["pgid"])


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)
    group = spoil(cluster)
    cluster.ceph("pg", "deep-scrub", group)
    try:
        wait_until(lambda: cluster.warns_of("PG_DAMAGED"), 60, "the scrub to find it")
        yield witness(
            lambda: damaged(cluster, group),
            lambda count: count == level,
            means="objects that rados lists as inconsistent",
            unit="objects",
            before=0,
        )
    finally:
        cluster.ceph("pg", "repair", group)
        cluster.wait_healthy()


INJECTION = Injection(
    fault="ceph_group_inconsistent",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="damaged",
    prepare=with_rbd_load,
    apply=_apply,
    target="ceph",
)
