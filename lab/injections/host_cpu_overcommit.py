"""The domains of a host want more CPUs than it has: all of them compute at once."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from lab.host import Host
from lab.injection import Injection, Witness, witness
from lab.stage import Stage, with_cpu_load
from lab.witnesses import work_time

CPUS = len(os.sched_getaffinity(0))
MOST = 4  # busy vCPUs per CPU


def _prepare_stage(host: Host) -> Stage:
    # One vCPU each: CPU time is shared out per domain, so a few big ones would not starve it.
    return with_cpu_load(host, neighbours=MOST * CPUS - 1)


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    neighbours = stage.neighbours[: round(level * CPUS) - 1]
    before = work_time(stage.target)
    try:
        for guest in neighbours:
            guest.start_cpu_load()
        yield witness(
            lambda: work_time(stage.target),
            lambda seconds: level < INJECTION.levels[0] or seconds > 0.6 * level * before,
            means="fixed work in the guest",
            unit="s",
            before=before,
        )
    finally:
        for guest in neighbours:
            guest.stop_loads()


INJECTION = Injection(
    fault="host_cpu_overcommit",
    tier="T1",
    path="cpu",
    levels=(2, 3, MOST),
    sub_threshold=1 / CPUS,
    unit="busy vCPUs per CPU",
    prepare=_prepare_stage,
    apply=_apply,
)
