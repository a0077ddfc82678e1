"""The OSDs count as full, by ratios lower than what they hold."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.stage import cluster_of, with_rbd_load
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage
from lab.witnesses import stalled_write

LOW = (("nearfull", "0.02"), ("backfillfull", "0.03"), ("full", "0.05"))
USUAL = (("full", "0.95"), ("backfillfull", "0.90"), ("nearfull", "0.85"))


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)
    before = stalled_write(stage.target)
    for name, ratio in LOW:
        cluster.ceph("osd", f"set-{name}-ratio", ratio)
    try:
        yield witness(
            lambda: stalled_write(stage.target),
            lambda share: share == level,
            means="a direct write of the guest that does not end within 2 s",
            unit="of 1",
            before=before,
        )
    finally:
        for name, ratio in USUAL:
            cluster.ceph("osd", f"set-{name}-ratio", ratio)
        cluster.wait_healthy()


INJECTION = Injection(
    fault="ceph_pool_full",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="full",
    prepare=with_rbd_load,
    apply=_apply,
)
