"""Signals of a disk's requests that fail, and of the jobs that copy it."""

from functools import partial

from downstack.model import Edge, Kind
from downstack.signal import Growth, Semantics, Signal, Total, Unit

_JOB = "virDomainGetBlockJobInfo, https://libvirt.org/html/libvirt-libvirt-domain.html"
_EVENT = "VIR_DOMAIN_EVENT_ID_IO_ERROR"
_state = partial(Signal, of=Kind.DISK, semantics=Semantics.STATE, unit=Unit.NONE)

ERROR = _state(
    name="disk_error",
    help="The error on which the disk stands still: QEMU has paused the VM because of it.",
    origin="virDomainGetDiskErrors, https://libvirt.org/html/libvirt-libvirt-domain.html",
    states=("none", "unspecified", "no_space"),
)
IO_ERRORS = Signal(
    name="disk_io_errors_total",
    of=Kind.DISK,
    semantics=Semantics.COUNTER,
    unit=Unit.COUNT,
    help="Requests that failed below QEMU, since we began to listen.",
    origin=_EVENT,
    raw="BLOCK_IO_ERROR",
)
IO_ERRORS_COUNT = Signal(
    name="disk_io_errors_count",
    of=Kind.DISK,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="Requests of the disk that failed below QEMU within the window.",
    origin="derived",
    raw="BLOCK_IO_ERROR",
    formula=Growth(IO_ERRORS),
)
DOMAIN_IO_ERRORS = Signal(
    name="domain_sum_disk_io_errors_count",
    of=Kind.DOMAIN,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="Requests of its disks that failed below QEMU within the window.",
    origin="derived",
    raw="BLOCK_IO_ERROR",
    formula=Total(IO_ERRORS_COUNT, (Edge.DISK_OF,)),
)
BLOCK_JOB = _state(
    name="disk_block_job",
    help="The job that copies the disk's data at the moment.",
    origin=_JOB,
    states=("none", "unknown", "pull", "copy", "commit", "active_commit", "backup"),
)
BLOCK_JOB_LEFT = Signal(
    name="disk_block_job_left_bytes",
    of=Kind.DISK,
    semantics=Semantics.INSTANT,
    unit=Unit.BYTES,
    help="What the job still has to copy.",
    origin=_JOB,
)
