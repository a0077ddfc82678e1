"""Signals of one mounted filesystem of this machine, and of the devices that carry it."""

from functools import partial

from downstack.model import Edge, Kind
from downstack.signal import Largest, Semantics, Signal, Unit
from downstack.signals import block_device

_MOUNTS = "/proc/self/mountinfo, https://docs.kernel.org/filesystems/proc.html section 3.5"
_BELOW = (Edge.CARRIES,)
_text = partial(
    Signal, of=Kind.FILESYSTEM, semantics=Semantics.TEXT, unit=Unit.NONE, origin=_MOUNTS
)
_state = partial(
    Signal, of=Kind.FILESYSTEM, semantics=Semantics.STATE, unit=Unit.NONE, origin=_MOUNTS
)
_seconds = partial(
    Signal,
    of=Kind.FILESYSTEM,
    semantics=Semantics.INSTANT,
    unit=Unit.SECONDS,
    origin="derived",
)

TYPE = _text(name="filesystem_type", help="Its type, such as ext4 or nfs4.")
DEVICE = _text(name="filesystem_device", help="What it lies on: a device, or an export.")
OPTIONS = _text(name="filesystem_options", help="Its mount options.")
MEDIUM = _state(
    name="filesystem_medium",
    help="Where its data lies; fuse: a program decides.",
    states=("device", "network", "memory", "fuse"),
)
ACCESS = _state(
    name="filesystem_access",
    help="Whether it can be written to; forced_read_only: mounted for writing, and the kernel has "
    "stopped writing after an error.",
    states=("read_write", "read_only", "forced_read_only"),
)
MAX_WAIT = _seconds(
    name="filesystem_block_device_max_wait_seconds",
    help="Mean time of a read or write on the slowest block device that carries it.",
    raw="disk_stats.nsecs",
    formula=Largest(block_device.WAIT, _BELOW),
)
MAX_READ_WAIT = _seconds(
    name="filesystem_block_device_max_read_wait_seconds",
    help="Mean time of a read on the slowest block device that carries it.",
    raw="disk_stats.nsecs[READ]",
    formula=Largest(block_device.READ_WAIT, _BELOW),
)
MAX_WRITE_WAIT = _seconds(
    name="filesystem_block_device_max_write_wait_seconds",
    help="Mean time of a write on the slowest block device that carries it.",
    raw="disk_stats.nsecs[WRITE]",
    formula=Largest(block_device.WRITE_WAIT, _BELOW),
)
MAX_FLUSH_WAIT = _seconds(
    name="filesystem_block_device_max_flush_wait_seconds",
    help="Mean time of a flush on the slowest block device that carries it.",
    raw="disk_stats.nsecs[FLUSH]",
    formula=Largest(block_device.FLUSH_WAIT, _BELOW),
)
MAX_BUSY = _seconds(
    name="filesystem_block_device_max_busy_ratio",
    unit=Unit.RATIO,
    help="Share of the time in which the busiest block device that carries it had a request.",
    raw="disk_stats.io_ticks",
    formula=Largest(block_device.BUSY_RATIO, _BELOW),
)
MAX_IN_FLIGHT = _seconds(
    name="filesystem_block_device_max_in_flight_count",
    unit=Unit.COUNT,
    help="Requests in flight, mean of the window, on the fullest block device that carries it.",
    formula=Largest(block_device.MEAN_IN_FLIGHT, _BELOW),
)
