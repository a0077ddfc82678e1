"""The rights of the guest's client name another pool, and the guest is started anew."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.ceph.stage import CephStage, cluster_of, with_rbd_load
from lab.deadline import wait_until
from lab.disks.rbd import RbdDisk, rights
from lab.host import Host
from lab.injection import YES_OR_NO, Injection, Witness, witness
from lab.process import ProgramError
from lab.stage import Stage
from lab.witnesses import lost_pings

ELSEWHERE = "elsewhere"


def _prepare_stage(host: Host) -> CephStage:
    stage = with_rbd_load(host)
    stage.target.keep()
    return stage


def _start(stage: Stage) -> None:
    """Start the domain as a person would; it may be refused."""
    try:
        stage.host.virsh("start", stage.target.name)
    except ProgramError as error:
        stage.notes["refusal"] = str(error)


@contextmanager
def _apply(stage: Stage, level: float) -> Iterator[Witness]:
    cluster, host, target = cluster_of(stage), stage.host, stage.target
    (disk,) = target.spec.disks
    if not isinstance(disk, RbdDisk):
        raise TypeError(f"{target.name} has no RBD image")
    before = lost_pings(host, target.spec.ip)
    target.destroy()
    wait_until(lambda: target.name not in host.domains(), 20, "libvirt to see its end")
    cluster.ceph("auth", "caps", f"client.{disk.client}", *rights(ELSEWHERE))
    try:
        _start(stage)
        yield witness(
            lambda: lost_pings(host, target.spec.ip),
            lambda lost: lost == level,
            means="pings lost from outside",
            unit="of 1",
            before=before,
        )
    finally:
        cluster.ceph("auth", "caps", f"client.{disk.client}", *rights(disk.pool))
        target.restart()


INJECTION = Injection(
    fault="ceph_access_denied",
    tier="ceph",
    path=None,
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="refused",
    prepare=_prepare_stage,
    apply=_apply,
)
