"""Somebody has limited the vCPUs of a domain by a CFS quota."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness, witness
from lab.t3.injection import T3Injection
from lab.t3.load import QUARTER_CPU
from lab.t3.stage import T3Stage, with_cpu_load
from lab.t3.witnesses import steal

PERIOD = 100_000  # microseconds, libvirt's default
UNLIMITED = -1


def _limit(stage: T3Stage, quota: int) -> None:
    stage.host.virsh("schedinfo", stage.target.name, "--live", "--set", f"vcpu_quota={quota}")


@contextmanager
def _apply(stage: T3Stage, level: float) -> Iterator[Witness]:
    before = steal(stage.target)
    if level > 1:
        stage.target.stop_loads()
        stage.target.start_load(QUARTER_CPU)
    _limit(stage, int(level * PERIOD))
    try:
        yield witness(
            lambda: steal(stage.target),
            lambda share: level > INJECTION.levels[0] or share > 0.5 * (1 - level),
            means="steal in the guest's own /proc/stat",
            unit="of the time it wanted",
            before=before,
        )
    finally:
        _limit(stage, UNLIMITED)


INJECTION = T3Injection(
    fault="domain_cpu_quota",
    path="cpu",
    levels=(0.5, 0.25, 0.1),
    sub_threshold=2,  # of a vCPU that wants a quarter
    unit="of a CPU allowed per vCPU",
    prepare=with_cpu_load,
    apply=_apply,
)
