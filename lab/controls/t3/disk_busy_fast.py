"""The load of the storage faults, on storage without a fault."""

from lab.t3.injection import T3Control
from lab.t3.stage import with_disk_load

CONTROL = T3Control("disk_busy_fast", with_disk_load)
