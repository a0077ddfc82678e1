"""The NBD server of the guest's disk is killed: QEMU loses its connection."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from lab.host import Host
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.load import STUBBORN_DISK
from lab.process import end
from lab.stage import Stage, with_remote_disk_load
from lab.witnesses import failed_reads


def _prepare_stage(host: Host) -> Stage:
    return with_remote_disk_load(host, STUBBORN_DISK)


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    disk = stage.nbd_disk()
    before = failed_reads(stage.target)
    if level:
        disk.server.signal(signal.SIGKILL)
        end([disk.server])
    try:
        yield witness(
            lambda: failed_reads(stage.target),
            lambda share: share == level,
            means="failed direct reads in the guest",
            unit="of 1",
            before=before,
        )
    finally:
        disk.restart()


INJECTION = Injection(
    fault="nbd_server_gone",
    tier="T1",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="killed",
    prepare=_prepare_stage,
    apply=_apply,
)
