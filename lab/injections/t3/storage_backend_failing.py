"""The block device under the guest's disk fails, again and again or for good: dm-flakey."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil

from lab.injection import Witness, witness
from lab.t3.injection import T3Injection
from lab.t3.mapping import heal, replace_table
from lab.t3.stage import T3Stage, with_disk_load
from lab.t3.witnesses import failed_reads


def _up_and_down(share: float) -> str:
    """Return the seconds of health and of failure, in turn."""
    return "0 1" if share == 1 else f"{ceil(1 / share) - 1} 1"


@contextmanager
def _apply(stage: T3Stage, level: float) -> Iterator[Witness]:
    before = failed_reads(stage.target)
    if level:
        replace_table(stage.host, stage.target, "flakey", _up_and_down(level))
    try:
        yield witness(
            lambda: failed_reads(stage.target),
            lambda share: (share > 0) == (level > 0),
            means="failed direct reads in the guest",
            unit="of 1",
            before=before,
        )
    finally:
        heal(stage.host, stage.target)


INJECTION = T3Injection(
    fault="storage_backend_failing",
    path="storage",
    levels=(1 / 3, 1 / 2, 1),
    sub_threshold=0,
    unit="of the time, second by second",
    prepare=with_disk_load,
    apply=_apply,
)
