"""A guest that has nothing to do."""

from lab.control import Control
from lab.disks.nbd import NbdDisk
from lab.domain import GuestSpec
from lab.host import Host
from lab.stage import TARGET, Stage, boot


def _prepare_stage(host: Host) -> Stage:
    (target,) = boot(host, GuestSpec(TARGET, disks=(NbdDisk(host, TARGET),)))
    return Stage(host, target)


CONTROL = Control("idle", _prepare_stage)
