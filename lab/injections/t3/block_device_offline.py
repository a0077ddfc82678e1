"""The SCSI disk below the guest's disk is set offline."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import YES_OR_NO, Witness, witness
from lab.t3.host import T3Host
from lab.t3.injection import T3Injection
from lab.t3.load import STUBBORN_DISK
from lab.t3.stage import T3Stage, idle
from lab.t3.storage import make_scsi_disk, move_disk
from lab.t3.witnesses import failed_reads


def _prepare_stage(host: T3Host) -> T3Stage:
    stage = idle(host)
    stage.notes["device"] = make_scsi_disk(host).rpartition("/")[2]
    move_disk(host, stage.target, f"/dev/{stage.notes['device']}")
    stage.target.start_load(STUBBORN_DISK)
    return stage


@contextmanager
def _apply(stage: T3Stage, level: float) -> Iterator[Witness]:
    state = f"/sys/block/{stage.notes['device']}/device/state"
    before = failed_reads(stage.target)
    if level:
        stage.host.run(f"echo offline > {state}")
    try:
        yield witness(
            lambda: failed_reads(stage.target),
            lambda share: share == level,
            means="failed direct reads in the guest",
            unit="of 1",
            before=before,
        )
    finally:
        stage.host.run(f"echo running > {state}")


INJECTION = T3Injection(
    fault="block_device_offline",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="offline",
    prepare=_prepare_stage,
    apply=_apply,
)
