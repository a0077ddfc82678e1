"""A start is refused: another process holds the image's lock."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.deadline import wait_until
from lab.disks.file import FileDisk
from lab.domain import GuestSpec
from lab.host import Host
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.process import ProgramError
from lab.stage import TARGET, Stage, boot
from lab.witnesses import lost_pings


def _prepare_stage(host: Host) -> Stage:
    (target,) = boot(host, GuestSpec(TARGET, disks=(FileDisk(host, TARGET),)))
    target.keep()
    return Stage(host, target)


def _start(stage: Stage) -> None:
    """Start the domain as a person would; it may be refused."""
    try:
        stage.host.virsh("start", stage.target.name)
    except ProgramError as error:
        stage.notes["refusal"] = str(error)


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    (disk,) = stage.target.spec.disks
    if not isinstance(disk, FileDisk):
        raise TypeError(f"{stage.target.name} has no image file")
    before = lost_pings(stage.host, stage.target.spec.ip)
    try:
        if level:
            stage.target.destroy()
            wait_until(lambda: TARGET not in stage.host.domains(), 20, "libvirt to see its end")
            with disk.locked():
                _start(stage)
                yield witness(
                    lambda: lost_pings(stage.host, stage.target.spec.ip),
                    lambda lost: lost == 1,
                    means="pings lost from outside",
                    unit="of 1",
                    before=before,
                )
        else:
            yield Witness("pings lost from outside", "of 1", before, before)
    finally:
        if level:
            stage.target.restart()


INJECTION = Injection(
    fault="start_refused",
    tier="T1",
    path=None,
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="refused",
    prepare=_prepare_stage,
    apply=_apply,
)
