"""A guest wants huge pages at its start, and the host has too few of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lab.deadline import wait_until
from lab.domain import MEMORY_FLOOR, GuestSpec
from lab.host import Host
from lab.injection import Injection, Witness, witness
from lab.process import ProgramError
from lab.stage import TARGET, Stage, boot
from lab.witnesses import lost_pings

PAGES = Path("/proc/sys/vm/nr_hugepages")  # of 2 MiB
NEEDED = MEMORY_FLOOR // 2


def _set_aside(pages: float) -> None:
    PAGES.write_text(f"{pages:g}")
    if float(PAGES.read_text()) != pages:
        raise OSError(f"the kernel has no {pages:g} huge pages")


def _prepare_stage(host: Host) -> Stage:
    host.at_end.callback(_set_aside, float(PAGES.read_text()))
    _set_aside(NEEDED)
    (target,) = boot(host, GuestSpec(TARGET, memory=MEMORY_FLOOR, hugepages=True))
    target.keep()
    return Stage(host, target)


def _end(stage: Stage) -> None:
    name = stage.target.name
    stage.target.destroy()
    wait_until(lambda: name not in stage.host.domains(), 20, "libvirt to see its end")


def _start(stage: Stage) -> None:
    """Start the domain as a person would; it may fail."""
    try:
        stage.host.virsh("start", stage.target.name)
    except ProgramError as error:
        stage.notes["refusal"] = str(error)


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    before = lost_pings(stage.host, stage.target.spec.ip)
    try:
        _end(stage)
        _set_aside(level)
        _start(stage)
        yield witness(
            lambda: lost_pings(stage.host, stage.target.spec.ip),
            lambda lost: lost == (level < NEEDED),
            means="pings lost from outside",
            unit="of 1",
            before=before,
        )
    finally:
        if level >= NEEDED:
            stage.host.virsh("destroy", stage.target.name)
        _set_aside(NEEDED)
        stage.target.restart()


INJECTION = Injection(
    fault="hugepages_exhausted",
    tier="T1",
    path=None,
    levels=(NEEDED - 1, NEEDED / 2, 0),
    sub_threshold=NEEDED,
    unit=f"huge pages of the {NEEDED} that it needs",
    prepare=_prepare_stage,
    apply=_apply,
)
