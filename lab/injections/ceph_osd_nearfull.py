"""The OSDs count as nearly full, by a ratio lower than what they hold."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.stage import cluster_of, with_rbd_load
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage

LOW, USUAL = "0.02", "0.85"


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)

    def measure() -> float:
        return float("nearfull,up" in cluster.map() or "up,nearfull" in cluster.map())

    before = measure()
    cluster.ceph("osd", "set-nearfull-ratio", LOW)
    try:
        yield witness(
            measure,
            lambda value: value == level,
            means="the state in the map of the OSDs, by osdmaptool",
            unit="of 1",
            before=before,
        )
    finally:
        cluster.ceph("osd", "set-nearfull-ratio", USUAL)


INJECTION = Injection(
    fault="ceph_osd_nearfull",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="nearly full",
    prepare=with_rbd_load,
    apply=_apply,
    target="ceph",
)
