"""The busy vCPUs of several domains are pinned to one CPU, while others have nothing to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness, witness
from lab.t3.domain import VCPUS
from lab.t3.host import T3Host
from lab.t3.injection import T3Injection
from lab.t3.machine import CPUS
from lab.t3.stage import T3Stage, with_cpu_load
from lab.t3.witnesses import steal

LAST = str(CPUS - 1)
ALL = f"0-{CPUS - 1}"


def pin(stage: T3Stage, names: tuple[str, ...], cpus: str) -> None:
    """Pin all vCPUs of these domains to these CPUs."""
    lines = [
        f"virsh -q vcpupin {name} {vcpu} {cpus} --live" for name in names for vcpu in range(VCPUS)
    ]
    stage.host.run(" && ".join(lines))


@contextmanager
def _apply(stage: T3Stage, level: float) -> Iterator[Witness]:
    others = stage.neighbours[: int(level) - 1]
    names = tuple(guest.name for guest in (stage.target, *others))
    before = steal(stage.target)
    try:
        pin(stage, names, LAST)
        for guest in others:
            guest.start_cpu_load(1)
        yield witness(
            lambda: steal(stage.target),
            lambda share: level < INJECTION.levels[0] or share > 0.3,  # noqa: PLR2004
            means="steal in the guest's own /proc/stat",
            unit="of the time it wanted",
            before=before,
        )
    finally:
        for guest in others:
            guest.stop_loads()
        pin(stage, names, ALL)


def _prepare_stage(host: T3Host) -> T3Stage:
    host.bring_all_cpus_online()
    return with_cpu_load(host)


INJECTION = T3Injection(
    fault="vcpus_pinned_together",
    path="cpu",
    levels=(2, 2, 3),
    sub_threshold=1,
    unit="busy vCPUs on one CPU",
    prepare=_prepare_stage,
    apply=_apply,
)
