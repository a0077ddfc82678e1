"""noout is set, as before maintenance."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.stage import cluster_of, with_rbd_load
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)

    def measure() -> float:
        return float("noout" in cluster.map())

    before = measure()
    cluster.ceph("osd", "set", "noout")
    try:
        yield witness(
            measure,
            lambda value: value == level,
            means="the flag in the map of the OSDs, by osdmaptool",
            unit="of 1",
            before=before,
        )
    finally:
        cluster.ceph("osd", "unset", "noout")


INJECTION = Injection(
    fault="ceph_noout_set",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="set",
    prepare=with_rbd_load,
    apply=_apply,
    target="ceph",
)
