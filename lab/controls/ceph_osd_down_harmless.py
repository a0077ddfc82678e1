"""One OSD is dead and known to be so; the guest works on with the two copies that are left."""

import signal

from lab.ceph.stage import CephStage, with_rbd_load
from lab.control import Control
from lab.deadline import wait_until
from lab.host import Host

OSD = "osd.2"


def _prepare_stage(host: Host) -> CephStage:
    stage = with_rbd_load(host)
    stage.cluster.stop(OSD, signal.SIGKILL)
    wait_until(lambda: stage.cluster.down() == 1, 30, "the OSD to count as down")
    stage.cluster.wait_active()
    return stage


CONTROL = Control("ceph_osd_down_harmless", _prepare_stage, tier="ceph")
