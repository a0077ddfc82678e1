"""The host's ext4 with the guest's image meets an error and stops writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.disks.file import FileOnExt4
from lab.host import Host
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.load import DISK
from lab.stage import TARGET, Stage, with_disk
from lab.witnesses import failed_writes

FILESYSTEM = 128  # MiB


def _prepare_stage(host: Host) -> Stage:
    return with_disk(
        host, FileOnExt4(host, TARGET, form="raw", filesystem_mebibytes=FILESYSTEM), DISK
    )


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    (disk,) = stage.target.spec.disks
    if not isinstance(disk, FileOnExt4):
        raise TypeError(f"{stage.target.name} has no filesystem of its own")
    before = failed_writes(stage.target)
    if level:
        disk.break_filesystem()
    # It cannot be undone while it is mounted: it ends with the mount namespace of the host.
    yield witness(
        lambda: failed_writes(stage.target),
        lambda share: share == level,
        means="failed direct writes in the guest",
        unit="of 1",
        before=before,
    )


INJECTION = Injection(
    fault="filesystem_read_only_on_host",
    tier="T1",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="broken",
    prepare=_prepare_stage,
    apply=_apply,
)
