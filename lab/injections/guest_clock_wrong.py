"""The guest's clock is behind, as after a long pause."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from lab.guest import Guest
from lab.injection import Injection, Witness, witness
from lab.stage import Stage, with_disk_load


def _behind(guest: Guest) -> float:
    """Return the seconds by which the guest's `date` is behind this machine's clock."""
    return time.time() - float(guest.must("date +%s"))


def _set(guest: Guest, seconds: float) -> None:
    guest.must(f"date -s @{int(time.time() - seconds)}")


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    before = _behind(stage.target)
    _set(stage.target, level)
    try:
        yield witness(
            lambda: _behind(stage.target),
            lambda behind: behind >= level - 1,
            means="the guest's date, read through the lab's channel",
            unit="s behind",
            before=before,
        )
    finally:
        _set(stage.target, 0)


INJECTION = Injection(
    fault="guest_clock_wrong",
    tier="T1",
    path=None,
    levels=(10, 60, 3600),
    sub_threshold=1,
    unit="s behind",
    prepare=with_disk_load,
    apply=_apply,
)
