"""The manager is killed, and the monitors have noticed."""

from lab.ceph.killed import killing
from lab.ceph.stage import with_rbd_load
from lab.injection import YES_OR_NO, Injection

INJECTION = Injection(
    fault="ceph_manager_down",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="noticed",
    prepare=with_rbd_load,
    apply=killing("mgr.x", "manager", noticed=lambda cluster: not cluster.has_manager()),
    target="ceph",
)
