"""One OSD hangs and is marked down at once: its groups wait until its read lease has ended.

A process that is killed is not waited for: its peers are refused by its port, and know.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.stage import cluster_of, with_rbd_load
from lab.deadline import wait_until
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage
from lab.witnesses import stalled_write

OSD = "osd.2"


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster = cluster_of(stage)
    before = stalled_write(stage.target)
    cluster.stop(OSD, signal.SIGSTOP)
    try:
        cluster.ceph("osd", "down", OSD)
        wait_until(lambda: cluster.down() == 1, 10, "the OSD to count as down", every=0.2)
        yield witness(
            lambda: stalled_write(stage.target),
            lambda share: share == level,
            means="a direct write of the guest that does not end within 2 s",
            unit="of 1",
            before=before,
        )
    finally:
        cluster.stop(OSD, signal.SIGCONT)
        cluster.wait_healthy()


INJECTION = Injection(
    fault="ceph_osd_just_lost",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="marked down",
    prepare=with_rbd_load,
    apply=_apply,
)
