"""The neighbours take each other's time on the CPU to which they are pinned; not the target's.

The target works half of the time: were both CPUs full, whoever looks would take the target's time.
"""

from lab.control import Control
from lab.domain import GuestSpec
from lab.host import LAST_CPU, Host
from lab.load import HALF_CPU
from lab.stage import TARGET, Stage, boot


def _prepare_stage(host: Host) -> Stage:
    target, *neighbours = boot(host, GuestSpec(TARGET), GuestSpec("web1"), GuestSpec("web2"))
    target.start_load(HALF_CPU)
    for guest in neighbours:
        host.virsh("vcpupin", guest.name, "0", LAST_CPU, "--live")
        guest.start_cpu_load()
    return Stage(host, target, tuple(neighbours))


CONTROL = Control("steal_on_neighbour", _prepare_stage)
