"""The machines of one experiment with Ceph: a cluster, and a guest whose disk is on it."""

from dataclasses import dataclass

from lab.ceph.cluster import OSDS, Cluster
from lab.disks.rbd import RbdDisk
from lab.domain import GuestSpec
from lab.host import Host
from lab.load import disk
from lab.stage import TARGET, Stage, boot

POOL = "vms"
LOAD = disk(60_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class CephStage(Stage):
    """A stage and its cluster."""

    cluster: Cluster


def with_rbd_load(host: Host, *, osds: int = OSDS) -> CephStage:
    """Return a stage whose target works on an RBD image."""
    cluster = Cluster(host, osds)
    cluster.up()
    cluster.make_pool(POOL)
    (target,) = boot(host, GuestSpec(TARGET, disks=(RbdDisk(host, cluster, POOL, TARGET),)))
    target.start_load(LOAD)
    options = ("--ceph-conf", str(cluster.client_conf), "--ceph-name", "client.downstack")
    return CephStage(host=host, target=target, cluster=cluster, options=options)


def cluster_of(stage: Stage) -> Cluster:
    """Return the cluster of a stage that has one."""
    if not isinstance(stage, CephStage):
        raise TypeError("this stage has no Ceph cluster")
    return stage.cluster
