"""How long the host's own device behind a backend takes, where it has one."""

from functools import partial

from downstack.model import Edge, Kind
from downstack.signal import FirstOf, Growth, Own, Semantics, Signal, Sum, Unit
from downstack.signals import block_device

_FILE = (Edge.STORES.inverse, Edge.CARRIES.inverse)
_BLOCK = (Edge.PROVIDES.inverse,)
_of_backend = partial(Signal, of=Kind.BACKEND, semantics=Semantics.INSTANT, origin="derived")
_of_device = partial(Signal, of=Kind.BLOCK_DEVICE, semantics=Semantics.INSTANT, origin="derived")

_READS = _of_device(
    name="block_device_reads_count",
    unit=Unit.COUNT,
    help="Reads that ended within the window.",
    formula=Growth(block_device.READS),
)
_WRITES = _of_device(
    name="block_device_writes_count",
    unit=Unit.COUNT,
    help="Writes that ended within the window.",
    formula=Growth(block_device.WRITES),
)
DEVICE_REQUESTS = _of_device(
    name="block_device_requests_count",
    unit=Unit.COUNT,
    help="Reads and writes that ended within the window.",
    formula=Sum((_READS, _WRITES)),
)
_WAIT_BELOW_FILE = _of_backend(
    name="backend_file_wait_seconds",
    unit=Unit.SECONDS,
    help="Mean time of a request on the device that carries the image's filesystem.",
    raw="diskstats ticks",
    formula=Own(block_device.WAIT, _FILE),
)
_WAIT_OF_DEVICE = _of_backend(
    name="backend_device_wait_seconds",
    unit=Unit.SECONDS,
    help="Mean time of a request on the device that is the image.",
    raw="diskstats ticks",
    formula=Own(block_device.WAIT, _BLOCK),
)
_REQUESTS_BELOW_FILE = _of_backend(
    name="backend_file_requests_count",
    unit=Unit.COUNT,
    help="Requests of the device that carries the image's filesystem.",
    formula=Own(DEVICE_REQUESTS, _FILE),
)
_REQUESTS_OF_DEVICE = _of_backend(
    name="backend_device_requests_count",
    unit=Unit.COUNT,
    help="Requests of the device that is the image.",
    formula=Own(DEVICE_REQUESTS, _BLOCK),
)
WAIT = _of_backend(
    name="backend_wait_seconds",
    unit=Unit.SECONDS,
    help="Mean time of a request on the host's device behind the disk.",
    raw="diskstats ticks",
    formula=FirstOf((_WAIT_BELOW_FILE, _WAIT_OF_DEVICE)),
)
REQUESTS = _of_backend(
    name="backend_requests_count",
    unit=Unit.COUNT,
    help="Requests that the host's device behind the disk ended within the window.",
    formula=FirstOf((_REQUESTS_BELOW_FILE, _REQUESTS_OF_DEVICE)),
)
