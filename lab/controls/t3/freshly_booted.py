"""A guest seen in its first seconds: all counters are small and most averages still empty."""

from lab.t3.host import T3Host
from lab.t3.injection import T3Control
from lab.t3.stage import T3Stage, idle


def _prepare_stage(host: T3Host) -> T3Stage:
    stage = idle(host)
    stage.target.restart()
    stage.target.must("dd if=/dev/vda of=/dev/null bs=64k count=64", seconds=60)
    return stage


CONTROL = T3Control("freshly_booted", _prepare_stage)
