"""Signals of storage that fails or is full, as the host's kernel sees it."""

from functools import partial

from downstack.model import Edge, Kind
from downstack.signal import FirstOf, Largest, Own, Semantics, Signal, Unit
from downstack.signals import image, kernel_log

_of_backend = partial(
    Signal, of=Kind.BACKEND, semantics=Semantics.INSTANT, unit=Unit.COUNT, origin="derived"
)

_ERRORS_BELOW_FILE = _of_backend(
    name="backend_file_io_errors_hour_count",
    help="Failed requests on the device that carries the image's filesystem, of the last hour.",
    raw="block_device_log_io_error",
    formula=Own(kernel_log.IO_ERROR_COUNT, (Edge.STORES.inverse, Edge.CARRIES.inverse)),
)
_ERRORS_OF_DEVICE = _of_backend(
    name="backend_device_io_errors_hour_count",
    help="Failed requests on the device that is the image, of the last hour.",
    raw="block_device_log_io_error",
    formula=Own(kernel_log.IO_ERROR_COUNT, (Edge.PROVIDES.inverse,)),
)
DEVICE_ERRORS = _of_backend(
    name="backend_io_errors_hour_count",
    help="Failed requests on the host's device behind the disk, in the kernel's log of the last "
    "hour.",
    raw="block_device_log_io_error",
    formula=FirstOf((_ERRORS_OF_DEVICE, _ERRORS_BELOW_FILE)),
)
FILESYSTEM_FREE = Signal(
    name="filesystem_max_image_free_bytes",
    of=Kind.FILESYSTEM,
    semantics=Semantics.INSTANT,
    unit=Unit.BYTES,
    help="Room that the filesystem has left for its images.",
    origin="derived",
    raw="statfs f_bavail",
    formula=Largest(image.FREE, (Edge.STORES.inverse,)),
)
