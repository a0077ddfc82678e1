"""Signals of one block device of this machine: a disk, a partition, a device mapper target."""

from functools import partial

from downstack.model import Kind
from downstack.signal import PerEvent, Rate, Semantics, Signal, Unit

_STATS = "/proc/diskstats, https://docs.kernel.org/admin-guide/iostats.html"
_SYSFS = "https://docs.kernel.org/block/queue-sysfs.html"
_events = partial(
    Signal, of=Kind.BLOCK_DEVICE, semantics=Semantics.COUNTER, unit=Unit.COUNT, origin=_STATS
)
_bytes = partial(_events, unit=Unit.BYTES)
_seconds = partial(_events, unit=Unit.SECONDS)
_count = partial(
    Signal, of=Kind.BLOCK_DEVICE, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin="derived"
)
_derived_seconds = partial(_count, unit=Unit.SECONDS)
_ratio = partial(_count, unit=Unit.RATIO)
_state = partial(Signal, of=Kind.BLOCK_DEVICE, semantics=Semantics.STATE, unit=Unit.NONE)
_text = partial(Signal, of=Kind.BLOCK_DEVICE, semantics=Semantics.TEXT, unit=Unit.NONE)

READS = _events(name="block_device_reads_total", help="Reads that have ended.")
READ_BYTES = _bytes(name="block_device_read_bytes_total", help="Bytes read.")
READ_SECONDS = _seconds(
    name="block_device_read_seconds_total",
    help="Time from the start to the end of each read, added up.",
    raw="disk_stats.nsecs[READ]",
)
WRITES = _events(name="block_device_writes_total", help="Writes that have ended.")
WRITTEN_BYTES = _bytes(name="block_device_written_bytes_total", help="Bytes written.")
WRITE_SECONDS = _seconds(
    name="block_device_write_seconds_total",
    help="Time from the start to the end of each write, added up.",
    raw="disk_stats.nsecs[WRITE]",
)
FLUSHES = _events(
    name="block_device_flushes_total",
    help="Flushes of the device's cache that have ended (whole disks only).",
)
FLUSH_SECONDS = _seconds(
    name="block_device_flush_seconds_total",
    help="Time from the start to the end of each flush, added up.",
    raw="disk_stats.nsecs[FLUSH]",
)
IN_FLIGHT = _count(
    name="block_device_in_flight_count",
    help="Requests that have started and not ended, at the moment of the sample.",
    origin=_STATS,
    raw="disk_stats.in_flight",
)
IO_SECONDS = _seconds(
    name="block_device_io_seconds_total",
    help="Time in which at least one request was in flight.",
    raw="disk_stats.io_ticks",
)
WEIGHTED_SECONDS = _seconds(
    name="block_device_weighted_io_seconds_total",
    help="Time weighted by the number of requests in flight.",
)
SORT = _state(
    name="block_device_sort",
    help="What sort of device it is, by its kernel name.",
    origin="/proc/diskstats, https://docs.kernel.org/admin-guide/devices.html",
    states=("disk", "partition", "mapper", "raid", "loop", "nbd", "other"),
)
ROTATIONAL = _state(
    name="block_device_rotational",
    help="Whether the device says that it has turning platters.",
    origin=f"/sys/class/block/DEVICE/queue/rotational, {_SYSFS}",
    states=("yes", "no"),
)
SCHEDULER = _text(
    name="block_device_scheduler",
    help="I/O scheduler of the device.",
    origin=f"/sys/class/block/DEVICE/queue/scheduler, {_SYSFS}",
)
WRITE_CACHE = _state(
    name="block_device_write_cache",
    help="Whether the device has a volatile cache: then every flush costs.",
    origin=f"/sys/class/block/DEVICE/queue/write_cache, {_SYSFS}",
    states=("write_back", "write_through"),
)
QUEUE_LIMIT = _count(
    name="block_device_queue_limit_count",
    help="Requests that the device's queue can hold.",
    origin=f"/sys/class/block/DEVICE/queue/nr_requests, {_SYSFS}",
)
READ_ONLY = _state(
    name="block_device_read_only",
    help="Whether the kernel refuses writes to the device.",
    origin="/sys/class/block/DEVICE/ro",
    states=("yes", "no"),
)
DEVICE_STATE = _state(
    name="block_device_state",
    help="What the SCSI or NVMe layer says of the device; anything but running or live is wrong; "
    "none: the device has no such layer.",
    origin="/sys/class/block/DEVICE/device/state",
    states=(
        "none",
        "running",
        "live",
        "created",
        "cancel",
        "deleted",
        "quiesce",
        "offline",
        "transport-offline",
        "blocked",
        "created-blocked",
        "new",
        "resetting",
        "connecting",
        "deleting",
        "dead",
    ),
)
SIZE = _count(
    name="block_device_size_bytes",
    unit=Unit.BYTES,
    help="Size of the device.",
    origin="/sys/class/block/DEVICE/size",
)
BELOW = _text(
    name="block_device_below",
    help="Devices that this one is made of, separated by spaces.",
    origin="/sys/class/block/DEVICE/slaves",
)
ABOVE = _text(
    name="block_device_above",
    help="Devices that are made of this one, separated by spaces.",
    origin="/sys/class/block/DEVICE/holders",
)
READ_WAIT = _derived_seconds(
    name="block_device_read_wait_seconds",
    help="Mean time of a read, in the queue and on the device together.",
    raw="disk_stats.nsecs[READ]",
    formula=PerEvent((READ_SECONDS,), (READS,)),
)
WRITE_WAIT = _derived_seconds(
    name="block_device_write_wait_seconds",
    help="Mean time of a write, in the queue and on the device together.",
    raw="disk_stats.nsecs[WRITE]",
    formula=PerEvent((WRITE_SECONDS,), (WRITES,)),
)
FLUSH_WAIT = _derived_seconds(
    name="block_device_flush_wait_seconds",
    help="Mean time of a flush.",
    raw="disk_stats.nsecs[FLUSH]",
    formula=PerEvent((FLUSH_SECONDS,), (FLUSHES,)),
)
WAIT = _derived_seconds(
    name="block_device_wait_seconds",
    help="Mean time of a read or write, in the queue and on the device together.",
    raw="disk_stats.nsecs",
    formula=PerEvent((READ_SECONDS, WRITE_SECONDS), (READS, WRITES)),
)
READ_RATE = _count(name="block_device_reads_rate", help="Reads per second.", formula=Rate(READS))
WRITE_RATE = _count(
    name="block_device_writes_rate", help="Writes per second.", formula=Rate(WRITES)
)
READ_SPEED = _count(
    name="block_device_read_bytes_rate",
    help="Bytes read per second.",
    formula=Rate(READ_BYTES),
)
WRITE_SPEED = _count(
    name="block_device_written_bytes_rate",
    help="Bytes written per second.",
    formula=Rate(WRITTEN_BYTES),
)
BUSY_RATIO = _ratio(
    name="block_device_busy_ratio",
    help="Share of the time in which a request was in flight (1 is no limit for SSDs or RAID).",
    raw="disk_stats.io_ticks",
    formula=Rate(IO_SECONDS),
)
MEAN_IN_FLIGHT = _count(
    name="block_device_mean_in_flight_count",
    help="Requests in flight, mean of the window.",
    formula=Rate(WEIGHTED_SECONDS),
)
