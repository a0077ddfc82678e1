"""The busy vCPUs of several domains are pinned to one CPU, while another CPU has nothing to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.host import ALL_CPUS, LAST_CPU, Host
from lab.injection import Injection, Witness, witness
from lab.stage import Stage, with_cpu_load
from lab.witnesses import work_time

MOST = 4


def _prepare_stage(host: Host) -> Stage:
    return with_cpu_load(host, neighbours=MOST - 1)


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    neighbours = stage.neighbours[: int(level) - 1]
    guests = (stage.target, *neighbours)
    before = work_time(stage.target)
    try:
        for guest in guests:
            stage.host.virsh("vcpupin", guest.name, "0", LAST_CPU, "--live")
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
        for guest in guests:
            stage.host.virsh("vcpupin", guest.name, "0", ALL_CPUS, "--live")


INJECTION = Injection(
    fault="vcpus_pinned_together",
    tier="T1",
    path="cpu",
    levels=(2, 3, MOST),
    sub_threshold=1,
    unit="busy vCPUs on one CPU",
    prepare=_prepare_stage,
    apply=_apply,
    paired=True,
)
