"""The guest hangs: its kernel has panicked, and it has no device to tell the host."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from lab.channel import GuestSilentError
from lab.disks.nbd import NbdDisk
from lab.domain import GuestSpec
from lab.guest import Guest
from lab.host import Host
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import TARGET, Stage, boot
from lab.witnesses import silent

SILENCE = 16  # seconds: more than the balloon's statistics need to be missed


def _prepare_stage(host: Host) -> Stage:
    disks = (NbdDisk(host, TARGET),)
    (target,) = boot(host, GuestSpec(TARGET, disks=disks, panic_device=False))
    target.start_disk_load()
    return Stage(host, target)


def _hang(guest: Guest) -> None:
    try:
        guest.sh("echo c > /proc/sysrq-trigger", seconds=1)
    except GuestSilentError:
        return
    raise RuntimeError("the guest has outlived its crash")


def _silence(guest: Guest) -> Callable[[], float]:
    """Return what tells for how many seconds the guest has not answered."""
    heard = [time.monotonic()]

    def measure() -> float:
        if not silent(guest):
            heard[0] = time.monotonic()
        return time.monotonic() - heard[0]

    return measure


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    before = silent(stage.target)
    if level:
        _hang(stage.target)
    try:
        yield witness(
            _silence(stage.target),
            lambda seconds: seconds >= SILENCE * level,
            means="silence on the lab's channel",
            unit="s",
            before=before,
        )
    finally:
        if level:
            stage.target.restart()
            stage.target.start_disk_load()


INJECTION = Injection(
    fault="guest_hung",
    tier="T1",
    path=None,
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="hung",
    prepare=_prepare_stage,
    apply=_apply,
)
