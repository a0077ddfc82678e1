"""A guest seen in its first seconds: all counters are small and most averages still empty."""

from lab.control import Control
from lab.disks.nbd import NbdDisk
from lab.domain import GuestSpec
from lab.host import Host
from lab.stage import TARGET, Stage, boot

AT_BOOT = "sleep 1; dd if=/dev/vda of=/dev/null bs=64k count=64"


def _prepare_stage(host: Host) -> Stage:
    disks = (NbdDisk(host, TARGET),)
    (target,) = boot(host, GuestSpec(TARGET, disks=disks, boot_command=AT_BOOT))
    return Stage(host, target)


CONTROL = Control("freshly_booted", _prepare_stage)
