"""A guest whose memory is nearly all in use, by a tmpfs and by cache, and which lacks nothing."""

from lab.controls.memory_full_but_fine import FILL
from lab.t3.host import T3Host
from lab.t3.injection import T3Control
from lab.t3.stage import T3Stage, with_disk_load


def _prepare_stage(host: T3Host) -> T3Stage:
    host.guest("db1").must(FILL, seconds=60)
    return with_disk_load(host)


CONTROL = T3Control("memory_full_but_fine", _prepare_stage)
