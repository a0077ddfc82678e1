"""The manager is dead, which no guest needs."""

import signal

from lab.ceph.stage import CephStage, with_rbd_load
from lab.control import Control
from lab.host import Host


def _prepare_stage(host: Host) -> CephStage:
    stage = with_rbd_load(host)
    stage.cluster.stop("mgr.x", signal.SIGKILL)
    return stage


CONTROL = Control("ceph_manager_gone", _prepare_stage, tier="ceph")
