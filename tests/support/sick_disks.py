"""What a VM shows whose disk fails, stands still or is slow, whatever the cause below it."""

from downstack.model import Absent, Reason, Value
from downstack.signal import Signal
from downstack.signals import disk, disk_trouble, domain_waits, guest, guest_stall

_NOTHING = Absent(Reason.NOT_APPLICABLE)
FAILS: dict[Signal, Value] = {
    disk_trouble.IO_ERRORS_COUNT: 27.0,
    disk_trouble.DOMAIN_IO_ERRORS: 27.0,
}
"""QEMU reports errors to libvirt."""
STANDS: dict[Signal, Value] = {
    disk.REQUESTS: 0.0,
    disk.WAIT: _NOTHING,
    domain_waits.MAX_DISK_WAIT: _NOTHING,
    guest_stall.ENDED: 0.0,
    guest.IN_FLIGHT: 2.0,
    guest.DISK_WAIT: _NOTHING,
    guest.IO_STALLED_RATIO: 0.97,
}
"""Two requests in flight, and none ends."""
WAITS: dict[Signal, Value] = {disk.WAIT: 0.112, domain_waits.MAX_DISK_WAIT: 0.112}
"""A request takes a tenth of a second."""
UNSEEN: dict[Signal, Value] = dict.fromkeys(
    (*FAILS, *STANDS, disk_trouble.ERROR), Absent(Reason.DENIED)
)
"""Neither libvirt nor the guest may be asked."""
