"""The host has swapped out part of a QEMU, and the guest reads it back all the time."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Injection, Witness, witness
from lab.memory import MEMORY, host_swap, limited, memory_cgroup, set_time, used, with_memory_load
from lab.stage import Stage


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    guest = stage.target
    before = set_time(guest)
    limit = used(memory_cgroup(guest)) - int(level * 2**20)
    with host_swap(stage.host, 2 * MEMORY), limited(guest, limit):
        yield witness(
            lambda: set_time(guest),
            lambda seconds: level < INJECTION.levels[0] or seconds > 1.5 * before,
            means="reading its working set in the guest",
            unit="s",
            before=before,
        )


INJECTION = Injection(
    fault="guest_memory_swapped_by_host",
    tier="T1",
    path="memory",
    levels=(130, 150, 170),
    sub_threshold=20,
    unit="MiB of QEMU swapped out",
    prepare=with_memory_load,
    apply=_apply,
)
