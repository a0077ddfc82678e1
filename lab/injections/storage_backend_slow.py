"""The storage behind the guest's disk answers late: each NBD request waits."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.disks.nbd import HEALTHY, Faults
from lab.injection import Injection, Witness, witness
from lab.stage import Stage, with_disk_load
from lab.witnesses import read_latency


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    disk = stage.nbd_disk()
    before = read_latency(stage.target)
    disk.set(Faults(delay=level))
    try:
        yield witness(
            lambda: read_latency(stage.target),
            lambda milliseconds: milliseconds >= 0.9 * level,
            means="direct read timed by the guest's clock",
            unit="ms",
            before=before,
        )
    finally:
        disk.set(HEALTHY)


INJECTION = Injection(
    fault="storage_backend_slow",
    tier="T1",
    path="storage",
    levels=(60, 100, 200),
    sub_threshold=4,
    unit="ms of delay per request",
    prepare=with_disk_load,
    apply=_apply,
    paired=True,
)
