"""The only monitor is killed; the guests go on."""

from lab.ceph.killed import killing
from lab.ceph.stage import with_rbd_load
from lab.injection import YES_OR_NO, Injection

INJECTION = Injection(
    fault="ceph_quorum_lost",
    tier="ceph",
    path="storage",
    levels=YES_OR_NO,
    sub_threshold=0,
    unit="killed",
    prepare=with_rbd_load,
    apply=killing("mon.a", "monitor"),
    target="ceph",
)
