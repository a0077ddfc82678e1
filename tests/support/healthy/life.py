"""A VM that is managed, whose QEMU answers, and whose guest is alive and well."""

from downstack.model import Absent, Reason
from downstack.signals import (
    backend_trouble,
    domain,
    guest,
    guest_filesystem,
    guest_silence,
    guest_stall,
    guest_state,
    manageability,
    monitor,
)

READINGS = {
    manageability.DAEMON: "up",
    monitor.SILENCE: 0.0,
    domain.MONITOR_STATUS: Absent(Reason.NOT_APPLICABLE),
    guest_silence.BALLOON_PERIODS: 0.5,
    guest_silence.MEAN_VCPU_USED: 0.60,
    guest_silence.SENT_RATE: 40.0,
    guest_silence.AGENT: "answers",
    guest_state.AGENT: "answers",
    guest_state.FREEZE: "thawed",
    guest_state.CLOCK_OFFSET: 0.3,
    guest_state.FILLED: 0.60,
    guest_state.FILESYSTEM_FILLED: 0.60,
    guest_filesystem.ACCESS: "read_write",
    guest.DISK_WAIT: 0.001,
    guest.IO_STALLED_RATIO: 0.02,
    guest.IN_FLIGHT: 1.0,
    guest_stall.ENDED: 400.0,
    backend_trouble.DEVICE_ERRORS: 0.0,
    backend_trouble.FILESYSTEM_FREE: 50e9,
}
