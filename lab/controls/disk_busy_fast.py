"""The load of the storage faults, on storage without a fault."""

from lab.control import Control
from lab.stage import with_disk_load

CONTROL = Control("disk_busy_fast", with_disk_load)
