"""Somebody has limited the disk's IOPS in libvirt: QEMU lets requests wait before it sends them."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Injection, Witness, witness
from lab.stage import Stage, with_disk_load
from lab.witnesses import read_latency

UNLIMITED = 0
NOTICED = 4  # times the latency without a limit


def _limit(stage: Stage, iops: float) -> None:
    limit = ["--total-iops-sec", str(int(iops)), "--live"]
    stage.host.virsh("blkdeviotune", stage.target.name, "vda", *limit)


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    before = read_latency(stage.target)
    _limit(stage, level)
    try:
        yield witness(
            lambda: read_latency(stage.target),
            lambda milliseconds: level > INJECTION.levels[0] or milliseconds > NOTICED * before,
            means="direct read timed by the guest's clock",
            unit="ms",
            before=before,
        )
    finally:
        _limit(stage, UNLIMITED)


INJECTION = Injection(
    fault="disk_iotune_throttle",
    tier="T1",
    path="storage",
    levels=(40, 25, 12),
    sub_threshold=1000,
    unit="IOPS allowed",
    prepare=with_disk_load,
    apply=_apply,
    paired=True,
)
