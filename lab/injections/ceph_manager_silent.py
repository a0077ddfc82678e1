"""The manager is killed; for half a minute the monitors believe in it."""

from lab.ceph.killed import killing
from lab.ceph.stage import with_rbd_load
from lab.injection import YES_OR_NO, Injection

INJECTION = Injection(
    fault="ceph_manager_silent",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="killed",
    prepare=with_rbd_load,
    apply=killing("mgr.x", "manager"),
    target="ceph",
)
