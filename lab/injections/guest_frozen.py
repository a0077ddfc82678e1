"""The guest's filesystems are frozen, as by a backup that died before the thaw."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.guest import Guest
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.stage import Stage, with_disk_load

WRITE = "(echo 1 > /data/write; echo 1 > /run/written) </dev/null >/dev/null 2>&1 &"
ENDED = f"rm -f /run/written; {WRITE} sleep 2; ls /run/written"


def _stuck(guest: Guest) -> float:
    return 1 if guest.sh(ENDED).status else 0


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    before = _stuck(stage.target)
    if level:
        stage.host.virsh("domfsfreeze", stage.target.name)
    try:
        yield witness(
            lambda: _stuck(stage.target),
            lambda stuck: stuck == level,
            means="writes inside that do not end",
            unit="of 1",
            before=before,
        )
    finally:
        if level:
            stage.host.virsh("domfsthaw", stage.target.name)


INJECTION = Injection(
    fault="guest_frozen",
    tier="T1",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="frozen",
    prepare=with_disk_load,
    apply=_apply,
    declared="disk",
)
