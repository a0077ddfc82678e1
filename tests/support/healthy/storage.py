"""A disk that answers in a millisecond, without limits."""

from downstack.model import Absent, Reason
from downstack.signals import backend, backend_waits, disk, disk_limits, domain_waits

READINGS = {
    backend.TYPE: "file",
    disk.WAIT: 0.001,
    disk.REQUESTS: 400.0,
    domain_waits.MAX_DISK_WAIT: 0.001,
    domain_waits.SUM_DISK_REQUESTS: 400.0,
    disk_limits.COUNT: 0.0,
    disk_limits.USED: Absent(Reason.NOT_APPLICABLE),
    backend_waits.WAIT: Absent(Reason.NOT_APPLICABLE),
}
