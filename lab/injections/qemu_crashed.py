"""A domain's QEMU ends by a signal, as after a bad access to memory."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from lab.host import Host
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage, with_disk_load
from lab.witnesses import lost_pings


def _prepare_stage(host: Host) -> Stage:
    stage = with_disk_load(host)
    stage.target.keep()
    return stage


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    before = lost_pings(stage.host, stage.target.spec.ip)
    if level:
        stage.target.process.signal(signal.SIGSEGV)
    try:
        yield witness(
            lambda: lost_pings(stage.host, stage.target.spec.ip),
            lambda lost: lost == level,
            means="pings lost from outside",
            unit="of 1",
            before=before,
        )
    finally:
        if level:
            stage.target.restart()
            stage.target.start_disk_load()


INJECTION = Injection(
    fault="qemu_crashed",
    tier="T1",
    path=None,
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="crashed",
    prepare=_prepare_stage,
    apply=_apply,
)
