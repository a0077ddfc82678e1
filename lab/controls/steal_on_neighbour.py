"""The neighbours take each other's time on the CPU to which they are pinned; not the target's."""

from lab.control import Control
from lab.host import LAST_CPU, Host
from lab.stage import Stage, with_cpu_load


def _prepare_stage(host: Host) -> Stage:
    stage = with_cpu_load(host, neighbours=2)
    for guest in stage.neighbours:
        host.virsh("vcpupin", guest.name, "0", LAST_CPU, "--live")
        guest.start_cpu_load()
    return stage


CONTROL = Control("steal_on_neighbour", _prepare_stage)
