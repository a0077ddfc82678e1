"""Somebody has taken memory from a guest by its balloon, more than it has to spare."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Injection, Witness, witness
from lab.memory import MEMORY, set_time, with_memory_load
from lab.stage import Stage

INFLATED = 4  # seconds: the guest needs as long for what it gives


def _set_memory(stage: Stage, mebibytes: float) -> None:
    stage.host.virsh("setmem", stage.target.name, f"{mebibytes:g}M", "--live")


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    before = set_time(stage.target)
    _set_memory(stage, level)
    try:
        time.sleep(INFLATED)
        yield witness(
            lambda: set_time(stage.target),
            lambda seconds: level > INJECTION.levels[0] or seconds > 2 * before,
            means="reading its working set in the guest",
            unit="s",
            before=before,
        )
    finally:
        _set_memory(stage, MEMORY)


INJECTION = Injection(
    fault="balloon_squeezed",
    tier="T1",
    path="memory",
    levels=(136, 128, 116),
    sub_threshold=176,
    unit=f"MiB left of {MEMORY}",
    prepare=with_memory_load,
    apply=_apply,
)
