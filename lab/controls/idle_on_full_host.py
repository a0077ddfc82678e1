"""Neighbours compute on all CPUs, two for each; the target has nothing to do, and so no loss.

The few moments in which it wakes, for its clock and for whoever looks, wait for a CPU.
"""

import os

from lab.control import Control
from lab.domain import GuestSpec
from lab.host import Host
from lab.stage import TARGET, Stage, boot

PER_CPU = 2


def _prepare_stage(host: Host) -> Stage:
    count = PER_CPU * len(os.sched_getaffinity(0))
    others = (GuestSpec(f"web{number + 1}") for number in range(count))
    target, *neighbours = boot(host, GuestSpec(TARGET), *others)
    for guest in neighbours:
        guest.start_cpu_load()
    return Stage(host, target, tuple(neighbours))


CONTROL = Control("idle_on_full_host", _prepare_stage)
