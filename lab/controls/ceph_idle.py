"""The load of the Ceph faults, on a cluster without a fault."""

from lab.ceph.stage import with_rbd_load
from lab.control import Control

CONTROL = Control("ceph_idle", with_rbd_load, tier="ceph")
