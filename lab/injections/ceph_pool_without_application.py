"""A pool is made, and nobody says what for."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.stage import cluster_of, with_rbd_load
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage

NAME = "scratch"


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)

    def measure() -> float:
        return float(NAME in cluster.rados("lspools").split())

    before = measure()
    cluster.make_pool(NAME, application="")
    try:
        yield witness(
            measure,
            lambda value: value == level,
            means="the pool, by rados",
            unit="of 1",
            before=before,
        )
    finally:
        cluster.remove_pool(NAME)


INJECTION = Injection(
    fault="ceph_pool_without_application",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="made",
    prepare=with_rbd_load,
    apply=_apply,
    target="ceph",
)
