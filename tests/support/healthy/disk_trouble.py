"""A disk on which nothing fails and which nobody copies."""

from downstack.model import Absent, Reason
from downstack.signals import disk_trouble

READINGS = {
    disk_trouble.ERROR: "none",
    disk_trouble.IO_ERRORS_COUNT: 0.0,
    disk_trouble.DOMAIN_IO_ERRORS: 0.0,
    disk_trouble.BLOCK_JOB: "none",
    disk_trouble.BLOCK_JOB_LEFT: Absent(Reason.NOT_APPLICABLE),
}
