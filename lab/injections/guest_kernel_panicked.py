"""The guest's kernel has panicked, and stays so."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.channel import GuestSilentError
from lab.guest import Guest
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage, with_disk_load


def _panics(guest: Guest) -> float:
    return guest.console.count("] Kernel panic - not syncing")


def _crash(guest: Guest) -> None:
    try:
        guest.sh("echo c > /proc/sysrq-trigger", seconds=1)
    except GuestSilentError:
        return
    raise RuntimeError("the guest has outlived its crash")


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    guest = stage.target
    before = _panics(guest)
    try:
        if level:
            _crash(guest)
        yield witness(
            lambda: _panics(guest),
            lambda panics: panics == level,
            means="panics on the serial console",
            unit="",
            before=before,
        )
    finally:
        if level:
            guest.restart()
            guest.start_disk_load()


INJECTION = Injection(
    fault="guest_kernel_panicked",
    tier="T1",
    path=None,
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="panicked",
    prepare=with_disk_load,
    apply=_apply,
)
