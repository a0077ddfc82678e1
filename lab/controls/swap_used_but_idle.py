"""A part of the target's memory is in the host's swap, and nobody asks for it."""

from lab.control import Control
from lab.domain import GuestSpec
from lab.host import Host
from lab.memory import MEMORY, fill, host_swap, limited, memory_cgroup, swapped, used
from lab.stage import TARGET, Stage, boot

COLD = 60  # MiB that the guest never reads again
RECLAIMED = 40 * 2**20


def _prepare_stage(host: Host) -> Stage:
    (target,) = boot(host, GuestSpec(TARGET, memory=MEMORY))
    target.must("mount -t tmpfs -o size=100m x /mnt")
    fill(target, "cold", COLD)
    host.at_end.enter_context(host_swap(host, MEMORY))
    with limited(target, used(memory_cgroup(target)) - RECLAIMED):
        pass
    if not swapped(target):
        raise RuntimeError("nothing was swapped out")
    target.start_cpu_load()
    return Stage(host, target)


CONTROL = Control("swap_used_but_idle", _prepare_stage)
