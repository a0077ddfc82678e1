"""The server behind the guest's disk is stopped: it keeps the connection and answers nothing."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage, with_disk_load
from lab.witnesses import stalled


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    server = stage.nbd_disk().server
    before = stalled(stage.target)
    if level:
        server.signal(signal.SIGSTOP)
    try:
        yield witness(
            lambda: stalled(stage.target),
            lambda share: share == level,
            means="a direct read in the guest that does not end within 2 s",
            unit="of 1",
            before=before,
        )
    finally:
        server.signal(signal.SIGCONT)


INJECTION = Injection(
    fault="storage_backend_silent",
    tier="T1",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="silent",
    prepare=with_disk_load,
    apply=_apply,
)
