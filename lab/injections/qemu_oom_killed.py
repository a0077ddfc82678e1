"""QEMU runs into the limit of its memory cgroup, and the kernel kills it."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.channel import GuestSilentError
from lab.host import Host
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.memory import WORK, fill, limited, memory_cgroup, used, with_memory_load
from lab.stage import Stage
from lab.witnesses import lost_pings

SPARE = 8 * 2**20
GROWTH = 20  # MiB a step; the first of them may go into memory that QEMU has already
STEPS = 4


def _prepare_stage(host: Host) -> Stage:
    stage = with_memory_load(host)
    stage.target.keep()
    return stage


def _grow(stage: Stage) -> None:
    try:
        for step in range(STEPS):
            fill(stage.target, f"more{step}", GROWTH)
    except GuestSilentError:
        stage.notes["growth"] = "cut off"


def _lost(stage: Stage) -> float:
    return lost_pings(stage.host, stage.target.spec.ip)


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    guest = stage.target
    before = _lost(stage)
    try:
        if level:
            with limited(guest, used(memory_cgroup(guest)) + SPARE):
                _grow(stage)
        yield witness(
            lambda: _lost(stage),
            lambda lost: lost == level,
            means="pings lost from outside",
            unit="of 1",
            before=before,
        )
    finally:
        if level:
            guest.restart()
            guest.start_load(WORK)


INJECTION = Injection(
    fault="qemu_oom_killed",
    tier="T1",
    path=None,
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="killed",
    prepare=_prepare_stage,
    apply=_apply,
)
