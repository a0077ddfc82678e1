"""The thin pool below the guest's disk has no block left."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.channel import GuestSilentError
from lab.injection import YES_OR_NO, Witness, witness
from lab.load import GROWING_DISK
from lab.t3.host import T3Host
from lab.t3.injection import T3Injection
from lab.t3.stage import T3Stage, idle
from lab.t3.storage import fill_pool, make_thin_volume, move_disk


def _prepare_stage(host: T3Host) -> T3Stage:
    stage = idle(host)
    move_disk(host, stage.target, make_thin_volume(host))
    return stage


def _stuck(stage: T3Stage) -> float:
    """Return 1 if a write of the guest to a new place does not end within 3 s, else 0."""
    place = "/data/$(cut -d. -f1 /proc/uptime)"
    write = f"dd if=/dev/zero of={place} bs=64k count=2 oflag=direct && echo > /run/written"
    start = f"rm -f /run/written; setsid sh -c '{write}' </dev/null >/dev/null 2>&1 &"
    try:
        look = "sleep 3; [ -e /run/written ] && echo 0 || echo 1"
        return float(stage.target.must(f"{start} {look}", seconds=10))
    except GuestSilentError:
        return 1  # QEMU has paused it


@contextmanager
def _apply(stage: T3Stage, level: float) -> Iterator[Witness]:
    before = _stuck(stage)
    if level:
        fill_pool(stage.host, 0)
    stage.target.start_load(GROWING_DISK)
    yield witness(
        lambda: _stuck(stage),
        lambda now: now == level,
        means="a direct write of the guest to a new place that does not end within 3 s",
        unit="of 1",
        before=before,
    )  # what is full stays full: the machine is thrown away


INJECTION = T3Injection(
    fault="thin_pool_full",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="full",
    prepare=_prepare_stage,
    apply=_apply,
)
