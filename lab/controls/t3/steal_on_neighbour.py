"""The neighbours steal each other's time on the CPU to which they are pinned; not the target's."""

from lab.t3.host import T3Host
from lab.t3.injection import T3Control
from lab.t3.stage import LAST_CPU, T3Stage, pin, with_some_cpu_load


def _prepare_stage(host: T3Host) -> T3Stage:
    host.bring_all_cpus_online()
    stage = with_some_cpu_load(host)
    pin(stage, tuple(guest.name for guest in stage.neighbours), LAST_CPU)
    for guest in stage.neighbours:
        guest.start_cpu_load(1)
    return stage


CONTROL = T3Control("steal_on_neighbour", _prepare_stage)
