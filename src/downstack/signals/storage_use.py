"""Derived signals: who uses a device, and how a disk is set up for what it lies on."""

from functools import partial

from downstack.model import Edge, Kind
from downstack.signal import Highest, Largest, Minus, Over, Own, Semantics, Signal, Total, Unit
from downstack.signals import backend_waits, disk, filesystem, image

_BY_DEVICE = (Edge.BACKS.inverse, Edge.PROVIDES.inverse)
_of_device = partial(
    Signal,
    of=Kind.BLOCK_DEVICE,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    origin="derived",
    raw="block_acct.nr_ops",
)

_BY_FILES = _of_device(
    name="block_device_file_disks_requests_count",
    help="Requests of the VMs' disks whose images lie in files on the device.",
    formula=Total(disk.REQUESTS, (Edge.BACKS.inverse, Edge.STORES.inverse, Edge.CARRIES.inverse)),
)
_BY_ITSELF = _of_device(
    name="block_device_own_disks_requests_count",
    help="Requests of the VMs' disks that are the device.",
    formula=Total(disk.REQUESTS, _BY_DEVICE),
)
_BY_UPPER = _of_device(
    name="block_device_upper_disks_requests_count",
    help="Requests of the VMs' disks that are devices made of this one.",
    formula=Total(disk.REQUESTS, (*_BY_DEVICE, Edge.BENEATH.inverse)),
)
BY_DOMAINS = _of_device(
    name="block_device_domains_requests_count",
    help="Requests of the VMs' disks on the device, by the way on which most come.",
    formula=Highest((_BY_FILES, _BY_ITSELF, _BY_UPPER)),
)
BY_OTHERS = Signal(
    name="block_device_others_requests_count",
    of=Kind.BLOCK_DEVICE,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="Requests on the device that are of no VM: programs of the host, a backup, a rebuild.",
    origin="derived",
    formula=Minus(backend_waits.DEVICE_REQUESTS, BY_DOMAINS),
)
OTHERS_RATIO = Signal(
    name="block_device_others_ratio",
    of=Kind.BLOCK_DEVICE,
    semantics=Semantics.INSTANT,
    unit=Unit.RATIO,
    help="Share of the device's requests that are of no VM.",
    origin="derived",
    formula=Over(BY_OTHERS, backend_waits.DEVICE_REQUESTS),
)
MEDIUM = Signal(
    name="disk_medium",
    of=Kind.DISK,
    semantics=Semantics.STATE,
    unit=Unit.NONE,
    help="Where the filesystem that holds the image keeps its data.",
    origin="derived",
    states=filesystem.MEDIUM.states,
    formula=Own(filesystem.MEDIUM, (Edge.BACKS.inverse, Edge.STORES.inverse)),
)
SILENT_IMAGES = Signal(
    name="domain_sum_silent_images_count",
    of=Kind.DOMAIN,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="Images of the VM whose filesystem did not answer: who reads them waits with it.",
    origin="derived",
    raw="backend_silent",
    formula=Total(image.SILENT, (Edge.BACKS, Edge.DISK_OF)),
)
FREE_INODES = Signal(
    name="filesystem_max_image_free_inodes_count",
    of=Kind.FILESYSTEM,
    semantics=Semantics.INSTANT,
    unit=Unit.COUNT,
    help="Files that the filesystem with the images can still take.",
    origin="derived",
    raw="statfs f_ffree",
    formula=Largest(image.FREE_INODES, (Edge.STORES.inverse,)),
)
