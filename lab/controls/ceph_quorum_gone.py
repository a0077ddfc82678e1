"""The only monitor is dead; a guest that runs does not need it."""

import signal

from lab.ceph.stage import CephStage, with_rbd_load
from lab.control import Control
from lab.host import Host


def _prepare_stage(host: Host) -> CephStage:
    stage = with_rbd_load(host)
    stage.cluster.stop("mon.a", signal.SIGKILL)
    return stage


CONTROL = Control("ceph_quorum_gone", _prepare_stage, tier="ceph")
