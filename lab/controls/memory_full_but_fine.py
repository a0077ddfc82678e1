"""A guest whose memory is nearly all in use, by a tmpfs and by cache, and which lacks nothing."""

from lab.control import Control
from lab.disks.nbd import NbdDisk
from lab.domain import GuestSpec
from lab.host import Host
from lab.stage import TARGET, Stage, boot

SPARE = 14  # MiB available: enough for what still happens

FILL = f"""
available=$(sed -n 's/MemAvailable: *\\([0-9]*\\) kB/\\1/p' /proc/meminfo)
mount -t tmpfs -o size=90% full /mnt
dd if=/dev/zero of=/mnt/full bs=1k count=$(( available - {SPARE} * 1024 ))
dd if=/dev/vda of=/dev/null bs=64k count=64
"""


def _prepare_stage(host: Host) -> Stage:
    (target,) = boot(host, GuestSpec(TARGET, disks=(NbdDisk(host, TARGET),)))
    target.must(FILL, seconds=60)
    target.start_disk_load()
    return Stage(host, target)


CONTROL = Control("memory_full_but_fine", _prepare_stage)
