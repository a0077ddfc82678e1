"""The host's filesystem with the guest's qcow2 image is full: QEMU pauses the guest."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.disks.file import FileDisk
from lab.domain import GuestSpec
from lab.host import Host
from lab.injection import Injection, Witness, witness
from lab.load import GROWING_DISK
from lab.stage import TARGET, Stage, boot
from lab.witnesses import silent

FILESYSTEM = 48  # MiB
NEEDED = 16  # MiB: more than the load will ever add to the image


def _prepare_stage(host: Host) -> Stage:
    disk = FileDisk(host, TARGET, filesystem_mebibytes=FILESYSTEM)
    (target,) = boot(host, GuestSpec(TARGET, disks=(disk,)))
    return Stage(host, target)


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    (disk,) = stage.target.spec.disks
    if not isinstance(disk, FileDisk):
        raise TypeError(f"{stage.target.name} has no image file")
    before = silent(stage.target)
    disk.leave_free(level)
    try:
        stage.target.start_load(GROWING_DISK)
        yield witness(
            lambda: silent(stage.target),
            lambda now: now == (level < NEEDED),
            means="guest silent on the lab's channel",
            unit="of 1",
            before=before,
        )
    finally:
        disk.make_room()
        if silent(stage.target):
            stage.host.virsh("resume", stage.target.name)
        stage.target.must("true")
        stage.target.stop_loads()


INJECTION = Injection(
    fault="host_filesystem_full",
    tier="T1",
    path="storage",
    levels=(4, 1, 0),
    sub_threshold=20,
    unit="MiB left free",
    prepare=_prepare_stage,
    apply=_apply,
)
