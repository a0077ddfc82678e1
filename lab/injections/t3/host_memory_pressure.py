"""The host has not enough memory for all that runs on it: it swaps, and its guests wait."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness, witness
from lab.load import Load
from lab.t3.host import T3Host
from lab.t3.injection import T3Injection
from lab.t3.stage import T3Stage, idle
from lab.t3.witnesses import memory_walk

UNIT = "lab-hog"
SLOWER = 4
KEEP = "mount -t tmpfs -o size=90% full /mnt; dd if=/dev/urandom of=/mnt/full bs=64k count=640"


# Who never touches his memory does not miss it.
WALK = Load("memory", "while :; do cat /mnt/full > /dev/null; usleep 200000; done", KEEP)


def _prepare_stage(host: T3Host) -> T3Stage:
    stage = idle(host)
    for guest in (stage.target, *stage.neighbours):
        guest.start_load(WALK)
    return stage


@contextmanager
def _apply(stage: T3Stage, level: float) -> Iterator[Witness]:
    host = stage.host
    before = memory_walk(stage.target)
    hog = "stress-ng --quiet --vm 1 --vm-keep --vm-method flip --vm-bytes"
    available = "$(sed -n 's/MemAvailable: *\\([0-9]*\\) kB/\\1/p' /proc/meminfo)"
    size = f"$(( {available} * {level * 100:.0f} / 100 ))k"
    host.start(UNIT, f"exec {hog} {size}")
    try:
        yield witness(
            lambda: memory_walk(stage.target),
            lambda seconds: level < INJECTION.levels[0] or seconds > SLOWER * before,
            means="reading 40 MiB of its own memory in the guest, five times",
            unit="s",
            before=before,
        )
    finally:
        host.stop(UNIT)


INJECTION = T3Injection(
    fault="host_memory_pressure",
    path="memory",
    levels=(1.2, 1.3, 1.4),
    sub_threshold=0.5,
    unit="of the available memory wanted by somebody else",
    prepare=_prepare_stage,
    apply=_apply,
)
