"""One monitor of three is killed; the other two carry on, and nobody feels it."""

from lab.ceph.cluster import Cluster
from lab.ceph.killed import killing
from lab.ceph.stage import CephStage, with_rbd_load
from lab.host import Host
from lab.injection import YES_OR_NO, Injection

MORE = ("b", "c")


def _prepare_stage(host: Host) -> CephStage:
    stage = with_rbd_load(host)
    for name in MORE:
        stage.cluster.add_monitor(name)
    return stage


def _is_missed(cluster: Cluster) -> bool:
    return {"a", *MORE} - set(cluster.quorum()) == {MORE[-1]}


INJECTION = Injection(
    fault="ceph_monitor_down",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="killed",
    prepare=_prepare_stage,
    apply=killing(f"mon.{MORE[-1]}", "monitor", _is_missed),
    target="ceph",
)
