"""The cluster has a few groups per OSD, and asks for thirty."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.stage import cluster_of, with_rbd_load
from lab.deadline import wait_until
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage

LEAST = "mon_pg_warn_min_per_osd"
WANTED = "30"
CODE = "TOO_FEW_PGS"


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)

    def measure() -> float:
        return float(json.loads(cluster.socket("mgr.x", "config", "get", LEAST))[LEAST] == WANTED)

    before = measure()
    cluster.ceph("config", "set", "global", LEAST, WANTED)
    try:
        wait_until(lambda: cluster.warns_of(CODE), 30, "the monitors to be told")
        yield witness(
            measure,
            lambda value: value == level,
            means="the manager's setting, by its admin socket",
            unit="of 1",
            before=before,
        )
    finally:
        cluster.ceph("config", "rm", "global", LEAST)


INJECTION = Injection(
    fault="ceph_too_few_pgs",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="warned",
    prepare=with_rbd_load,
    apply=_apply,
    target="ceph",
)
