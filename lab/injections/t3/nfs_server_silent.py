"""The NFS server with the guest's image is cut off."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import YES_OR_NO, Witness, witness
from lab.t3.host import T3Host
from lab.t3.injection import T3Injection
from lab.t3.stage import T3Stage, idle
from lab.t3.storage import cut_off, move_to_nfs, reconnect
from lab.t3.witnesses import stalled

PORT = 2049


def _prepare_stage(host: T3Host) -> T3Stage:
    stage = idle(host)
    move_to_nfs(host, stage.target)
    stage.target.start_disk_load()
    return stage


@contextmanager
def _apply(stage: T3Stage, level: float) -> Iterator[Witness]:
    before = stalled(stage.target)
    if level:
        cut_off(stage.host, PORT)
    try:
        yield witness(
            lambda: stalled(stage.target),
            lambda share: share == level,
            means="a direct read in the guest that does not end within 2 s",
            unit="of 1",
            before=before,
        )
    finally:
        if level:
            reconnect(stage.host)


INJECTION = T3Injection(
    fault="nfs_server_silent",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="cut off",
    prepare=_prepare_stage,
    apply=_apply,
)
