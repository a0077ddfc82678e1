"""Signals of one disk of a domain: its settings, and what QEMU's block layer counts."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Growth, Over, PerEvent, Rate, Semantics, Signal, Sum, Unit

_XML = "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms"
_TUNE = "<iotune>, https://libvirt.org/formatdomain.html#block-i-o-tuning"
_STATS = "virConnectGetAllDomainStats block.N"
_state = partial(
    Signal, of=Kind.DISK, semantics=Semantics.STATE, unit=Unit.NONE, origin=f"<disk>, {_XML}"
)
_text = partial(
    Signal, of=Kind.DISK, semantics=Semantics.TEXT, unit=Unit.NONE, origin=f"<disk>, {_XML}"
)
_limit = partial(Signal, of=Kind.DISK, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin=_TUNE)
_bytes = partial(Signal, of=Kind.DISK, semantics=Semantics.INSTANT, unit=Unit.BYTES, origin=_STATS)
_total = partial(Signal, of=Kind.DISK, semantics=Semantics.COUNTER, unit=Unit.COUNT, origin=_STATS)
_count = partial(
    Signal, of=Kind.DISK, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin="derived"
)
_seconds = partial(
    Signal, of=Kind.DISK, semantics=Semantics.INSTANT, unit=Unit.SECONDS, origin="derived"
)
_ratio = partial(
    Signal, of=Kind.DISK, semantics=Semantics.INSTANT, unit=Unit.RATIO, origin="derived"
)

BUS = _state(
    name="disk_bus",
    help="The kind of controller that the guest sees.",
    states=("virtio", "scsi", "sata", "ide", "usb", "sd", "fdc", "xen", "other"),
)
CACHE = _state(
    name="disk_cache",
    help="How QEMU uses the host's page cache for the disk.",
    states=("default", "none", "writeback", "writethrough", "directsync", "unsafe"),
)
IO = _state(
    name="disk_io",
    help="How QEMU submits requests to the host.",
    states=("default", "threads", "native", "io_uring"),
)
ERROR_POLICY = _state(
    name="disk_error_policy",
    help="What happens when a request fails (default: report, but pause when space is out).",
    states=("default", "stop", "report", "ignore", "enospace"),
)
FORMAT = _state(
    name="disk_format",
    help="Format of the top image.",
    states=("raw", "qcow2", "qed", "vmdk", "vdi", "vhdx", "vpc", "luks", "other"),
)
SOURCE_KIND = _state(
    name="disk_source",
    help="What the top image is stored on.",
    states=("file", "block", "network", "volume", "dir", "nvme", "vhostuser", "none", "other"),
)
PROTOCOL = _text(name="disk_protocol", help="Protocol of a disk on the network.")
IOTHREAD = _text(name="disk_iothread", help="The I/O thread that serves the disk.")
JOB = _state(
    name="disk_job",
    help="A block job that mirrors the disk.",
    states=("none", "copy", "active-commit"),
)
JOB_READY = _state(
    name="disk_job_ready",
    help="Whether the mirror has caught up.",
    states=("yes", "no", "abort", "pivot"),
)
LAYERS = Signal(
    name="disk_layers_count",
    of=Kind.DISK,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="Images on top of each other behind the disk; 1: no snapshot, no base image.",
    origin="<backingStore>, https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
)
LIMIT_IOPS = _limit(name="disk_limit_iops", help="Requests per second that are allowed.")
LIMIT_READ_IOPS = _limit(name="disk_limit_read_iops", help="Reads per second that are allowed.")
LIMIT_WRITE_IOPS = _limit(name="disk_limit_write_iops", help="Writes per second that are allowed.")
LIMIT_BYTES = _limit(
    name="disk_limit_bytes", unit=Unit.BYTES, help="Bytes per second that are allowed."
)
LIMIT_READ_BYTES = _limit(
    name="disk_limit_read_bytes", unit=Unit.BYTES, help="Bytes read per second that are allowed."
)
LIMIT_WRITE_BYTES = _limit(
    name="disk_limit_write_bytes",
    unit=Unit.BYTES,
    help="Bytes written per second that are allowed.",
)
READS = _total(
    name="disk_reads_total", help="Reads that QEMU completed.", origin=f"{_STATS}.rd.reqs"
)
WRITES = _total(
    name="disk_writes_total", help="Writes that QEMU completed.", origin=f"{_STATS}.wr.reqs"
)
FLUSHES = _total(
    name="disk_flushes_total", help="Flushes that QEMU completed.", origin=f"{_STATS}.fl.reqs"
)
READ_BYTES = _total(
    name="disk_read_bytes_total",
    unit=Unit.BYTES,
    help="Bytes read by the guest.",
    origin=f"{_STATS}.rd.bytes",
)
WRITE_BYTES = _total(
    name="disk_write_bytes_total",
    unit=Unit.BYTES,
    help="Bytes written by the guest.",
    origin=f"{_STATS}.wr.bytes",
)
READ_SECONDS = _total(
    name="disk_read_seconds_total",
    unit=Unit.SECONDS,
    help="Time that completed reads took in QEMU and below, throttling by <iotune> included.",
    origin=f"{_STATS}.rd.times",
    raw="block_acct.total_time_ns read",
)
WRITE_SECONDS = _total(
    name="disk_write_seconds_total",
    unit=Unit.SECONDS,
    help="Time that completed writes took in QEMU and below, throttling by <iotune> included.",
    origin=f"{_STATS}.wr.times",
    raw="block_acct.total_time_ns write",
)
FLUSH_SECONDS = _total(
    name="disk_flush_seconds_total",
    unit=Unit.SECONDS,
    help="Time that completed flushes took in QEMU and below.",
    origin=f"{_STATS}.fl.times",
    raw="block_acct.total_time_ns flush",
)
CAPACITY = _bytes(name="disk_capacity_bytes", help="Size of the disk as the guest sees it.")
ALLOCATION = _bytes(
    name="disk_allocation_bytes",
    help="Highest offset that QEMU has written to (on a block device: its fill).",
)
PHYSICAL = _bytes(name="disk_physical_bytes", help="Size of the image on the host.")

READ_WAIT = _seconds(
    name="disk_read_wait_seconds",
    help="Mean time of a read in QEMU and below.",
    raw="block_acct.total_time_ns read",
    formula=PerEvent((READ_SECONDS,), (READS,)),
)
WRITE_WAIT = _seconds(
    name="disk_write_wait_seconds",
    help="Mean time of a write in QEMU and below.",
    raw="block_acct.total_time_ns write",
    formula=PerEvent((WRITE_SECONDS,), (WRITES,)),
)
FLUSH_WAIT = _seconds(
    name="disk_flush_wait_seconds",
    help="Mean time of a flush in QEMU and below.",
    raw="block_acct.total_time_ns flush",
    formula=PerEvent((FLUSH_SECONDS,), (FLUSHES,)),
)
WAIT = _seconds(
    name="disk_wait_seconds",
    help="Mean time of a read or write in QEMU and below.",
    raw="block_acct.total_time_ns",
    formula=PerEvent((READ_SECONDS, WRITE_SECONDS), (READS, WRITES)),
)
READ_COUNT = _count(
    name="disk_reads_count", help="Reads completed within the window.", formula=Growth(READS)
)
WRITE_COUNT = _count(
    name="disk_writes_count", help="Writes completed within the window.", formula=Growth(WRITES)
)
REQUESTS = _count(
    name="disk_requests_count",
    help="Reads and writes completed within the window.",
    formula=Sum((READ_COUNT, WRITE_COUNT)),
)
FLUSH_COUNT = _count(
    name="disk_flushes_count", help="Flushes completed within the window.", formula=Growth(FLUSHES)
)
READ_IOPS = _count(name="disk_read_iops", help="Reads per second.", formula=Rate(READS))
WRITE_IOPS = _count(name="disk_write_iops", help="Writes per second.", formula=Rate(WRITES))
IOPS = _count(
    name="disk_iops", help="Reads and writes per second.", formula=Sum((READ_IOPS, WRITE_IOPS))
)
READ_RATE = _count(
    name="disk_read_rate_bytes",
    unit=Unit.BYTES,
    help="Bytes read per second.",
    formula=Rate(READ_BYTES),
)
WRITE_RATE = _count(
    name="disk_write_rate_bytes",
    unit=Unit.BYTES,
    help="Bytes written per second.",
    formula=Rate(WRITE_BYTES),
)
BYTES_RATE = _count(
    name="disk_rate_bytes",
    unit=Unit.BYTES,
    help="Bytes read and written per second.",
    formula=Sum((READ_RATE, WRITE_RATE)),
)
_READ_BUSY = _ratio(
    name="disk_reads_pending_ratio",
    help="Mean number of reads under way.",
    formula=Rate(READ_SECONDS),
)
_WRITE_BUSY = _ratio(
    name="disk_writes_pending_ratio",
    help="Mean number of writes under way.",
    formula=Rate(WRITE_SECONDS),
)
PENDING = _ratio(
    name="disk_pending_ratio",
    help="Mean number of reads and writes under way, of those that completed (Little's law).",
    formula=Sum((_READ_BUSY, _WRITE_BUSY)),
)
IOPS_USED = _ratio(
    name="disk_limit_iops_used_ratio",
    help="Requests per second against the limit.",
    formula=Over(IOPS, LIMIT_IOPS),
)
READ_IOPS_USED = _ratio(
    name="disk_limit_read_iops_used_ratio",
    help="Reads per second against the limit.",
    formula=Over(READ_IOPS, LIMIT_READ_IOPS),
)
WRITE_IOPS_USED = _ratio(
    name="disk_limit_write_iops_used_ratio",
    help="Writes per second against the limit.",
    formula=Over(WRITE_IOPS, LIMIT_WRITE_IOPS),
)
BYTES_USED = _ratio(
    name="disk_limit_bytes_used_ratio",
    help="Bytes per second against the limit.",
    formula=Over(BYTES_RATE, LIMIT_BYTES),
)
READ_BYTES_USED = _ratio(
    name="disk_limit_read_bytes_used_ratio",
    help="Bytes read per second against the limit.",
    formula=Over(READ_RATE, LIMIT_READ_BYTES),
)
WRITE_BYTES_USED = _ratio(
    name="disk_limit_write_bytes_used_ratio",
    help="Bytes written per second against the limit.",
    formula=Over(WRITE_RATE, LIMIT_WRITE_BYTES),
)
