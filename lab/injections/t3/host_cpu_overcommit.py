"""The domains of a host want more CPUs than it has: all of them compute at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness, witness
from lab.t3.injection import T3Injection
from lab.t3.load import QUARTER_CPU
from lab.t3.stage import T3Stage, with_cpu_load
from lab.t3.witnesses import steal

FULL = 2


def _compute(stage: T3Stage, level: float) -> None:
    """Let the neighbours want what the target, which is busy all the time, leaves of the level."""
    if level < 1:
        stage.target.stop_loads()
        stage.target.start_load(QUARTER_CPU)
    elif level < FULL:
        for guest in stage.neighbours:
            guest.start_load(QUARTER_CPU)
    else:
        for guest in stage.neighbours[: round(level) - 1]:
            guest.start_cpu_load()


@contextmanager
def _apply(stage: T3Stage, level: float) -> Iterator[Witness]:
    before = steal(stage.target)
    try:
        _compute(stage, level)
        yield witness(
            lambda: steal(stage.target),
            lambda share: level < INJECTION.levels[0] or share > 0.5 * (1 - 1 / level),
            means="steal in the guest's own /proc/stat",
            unit="of the time it wanted",
            before=before,
        )
    finally:
        for guest in stage.neighbours:
            guest.stop_loads()


INJECTION = T3Injection(
    fault="host_cpu_overcommit",
    path="cpu",
    levels=(1.5, 2, 3),
    sub_threshold=0.25,
    unit="busy vCPUs per CPU",
    prepare=with_cpu_load,
    apply=_apply,
)
