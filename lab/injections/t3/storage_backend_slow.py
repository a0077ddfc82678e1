"""The block device under the guest's disk answers late: dm-delay."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness, witness
from lab.t3.injection import T3Injection
from lab.t3.mapping import heal, replace_table
from lab.t3.stage import T3Stage, with_disk_load
from lab.t3.witnesses import read_latency


@contextmanager
def _apply(stage: T3Stage, level: float) -> Iterator[Witness]:
    before = read_latency(stage.target)
    replace_table(stage.host, stage.target, "delay", f"{level:.0f}")
    try:
        yield witness(
            lambda: read_latency(stage.target),
            lambda milliseconds: milliseconds >= 0.9 * level,
            means="direct read timed by the guest's clock",
            unit="ms",
            before=before,
        )
    finally:
        heal(stage.host, stage.target)


INJECTION = T3Injection(
    fault="storage_backend_slow",
    path="storage",
    levels=(60, 100, 200),
    sub_threshold=4,
    unit="ms of delay per request",
    prepare=with_disk_load,
    apply=_apply,
)
