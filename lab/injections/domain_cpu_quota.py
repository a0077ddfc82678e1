"""Somebody has limited the vCPUs of a domain by a CFS quota."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Injection, Witness, witness
from lab.stage import Stage, with_cpu_load
from lab.witnesses import work_time

PERIOD = 100_000  # microseconds, libvirt's default
UNLIMITED = -1


def _limit(stage: Stage, quota: int) -> None:
    setting = ["--set", f"vcpu_quota={quota}", "--live"]
    stage.host.virsh("schedinfo", stage.target.name, *setting)


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    before = work_time(stage.target)
    _limit(stage, int(level * PERIOD))
    try:
        yield witness(
            lambda: work_time(stage.target),
            lambda seconds: level > INJECTION.levels[0] or seconds * level > 0.6 * before,
            means="fixed work in the guest",
            unit="s",
            before=before,
        )
    finally:
        _limit(stage, UNLIMITED)


INJECTION = Injection(
    fault="domain_cpu_quota",
    tier="T1",
    path="cpu",
    levels=(0.5, 0.25, 0.1),
    sub_threshold=2,
    unit="of a CPU allowed per vCPU",
    prepare=with_cpu_load,
    apply=_apply,
    paired=True,
)
