"""A domain's QEMU process does not run any more, though it still exists: it is stopped."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage, with_disk_load
from lab.witnesses import lost_pings


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    before = lost_pings(stage.host, stage.target.spec.ip)
    if level:
        stage.target.process.signal(signal.SIGSTOP)
    try:
        yield witness(
            lambda: lost_pings(stage.host, stage.target.spec.ip),
            lambda lost: lost == level,
            means="pings lost from outside",
            unit="of 1",
            before=before,
        )
    finally:
        stage.target.process.signal(signal.SIGCONT)
        stage.target.must("true", seconds=30)


INJECTION = Injection(
    fault="qemu_hung",
    tier="T1",
    path=None,
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="stopped",
    prepare=with_disk_load,
    apply=_apply,
)
