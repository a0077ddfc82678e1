"""A part of the target's memory is in the host's swap, and nobody asks for it."""

import time

from lab.control import Control
from lab.deadline import wait_until
from lab.domain import GuestSpec
from lab.guest import Guest
from lab.host import Host
from lab.memory import MEMORY, fill, host_swap, limited, memory_cgroup, swapped, used
from lab.stage import TARGET, Stage, boot

COLD = 60  # MiB that the guest never reads again
RECLAIMED = 40 * 2**20
CALM = 20
"""Pages that may still come back within PAUSE seconds once nobody misses any."""
PAUSE = 2


def _returned(target: Guest) -> int:
    lines = (memory_cgroup(target) / "memory.stat").read_text().splitlines()
    return int(dict(line.split() for line in lines)["pgmajfault"])


def _is_calm(target: Guest) -> bool:
    before = _returned(target)
    time.sleep(PAUSE)
    return _returned(target) - before <= CALM


def _prepare_stage(host: Host) -> Stage:
    (target,) = boot(host, GuestSpec(TARGET, memory=MEMORY))
    target.must("mount -t tmpfs -o size=100m x /mnt")
    fill(target, "cold", COLD)
    host.at_end.enter_context(host_swap(host, MEMORY))
    with limited(target, used(memory_cgroup(target)) - RECLAIMED):
        pass
    target.start_cpu_load()
    wait_until(lambda: _is_calm(target), 60, "the pages in use to be back")
    if not swapped(target):
        raise RuntimeError("nothing is left in the swap")
    return Stage(host, target)


CONTROL = Control("swap_used_but_idle", _prepare_stage)
