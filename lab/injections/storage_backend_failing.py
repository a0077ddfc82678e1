"""The storage behind the guest's disk answers requests with EIO."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.disks.nbd import HEALTHY, Faults
from lab.host import Host
from lab.injection import Injection, Witness, witness
from lab.load import STUBBORN_DISK
from lab.stage import Stage, with_disk_load
from lab.witnesses import failed_reads


def _prepare_stage(host: Host) -> Stage:
    stage = with_disk_load(host)
    stage.target.start_load(STUBBORN_DISK)
    return stage


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    disk = stage.nbd_disk()
    before = failed_reads(stage.target)
    disk.set(Faults(failing_reads=level, failing_writes=level))
    try:
        yield witness(
            lambda: failed_reads(stage.target),
            lambda share: share > 0 or level < INJECTION.levels[0],
            means="failed direct reads in the guest",
            unit="of 1",
            before=before,
        )
    finally:
        disk.set(HEALTHY)


INJECTION = Injection(
    fault="storage_backend_failing",
    tier="T1",
    path="storage",
    levels=(0.1, 0.3, 1),
    sub_threshold=0.0001,
    unit="of the requests fail",
    prepare=_prepare_stage,
    apply=_apply,
)
