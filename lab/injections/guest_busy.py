"""A guest has more tasks than vCPUs, on a host with CPUs to spare.

Named only where somebody complains (`--symptom cpu`) or one can look inside.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Injection, Witness, witness
from lab.stage import Stage, with_cpu_load
from lab.witnesses import work_time


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    guest = stage.target
    guest.stop_loads()
    before = work_time(guest)
    try:
        if level:
            guest.start_cpu_load(round(level))
        yield witness(
            lambda: work_time(guest),
            lambda seconds: level < INJECTION.levels[0] or seconds > 0.6 * (level + 1) * before,
            means="fixed work in the guest",
            unit="s",
            before=before,
        )
    finally:
        guest.stop_loads()
        guest.start_cpu_load()


INJECTION = Injection(
    fault="guest_busy",
    tier="T1",
    path="cpu",
    levels=(2, 4, 8),
    sub_threshold=0,
    unit="busy tasks per vCPU",
    prepare=with_cpu_load,
    apply=_apply,
    declared="cpu",
)
