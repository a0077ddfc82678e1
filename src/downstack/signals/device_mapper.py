"""Signals of a device-mapper device: a logical volume, a thin pool, a multipath map."""

from functools import partial

from downstack.model import Kind
from downstack.signal import FirstOf, Over, Semantics, Signal, Sum, Unit

_SYSFS = "/sys/class/block/DEVICE/dm, https://docs.kernel.org/admin-guide/abi-stable.html"
_THIN = (
    "dmsetup status --noflush, "
    "https://docs.kernel.org/admin-guide/device-mapper/thin-provisioning.html"
)
_MULTIPATH = (
    "dmsetup status --noflush, "
    "https://docs.kernel.org/admin-guide/device-mapper/dm-queue-length.html"
)
_text = partial(
    Signal, of=Kind.BLOCK_DEVICE, semantics=Semantics.TEXT, unit=Unit.NONE, origin=_SYSFS
)
_state = partial(Signal, of=Kind.BLOCK_DEVICE, semantics=Semantics.STATE, unit=Unit.NONE)
_count = partial(Signal, of=Kind.BLOCK_DEVICE, semantics=Semantics.INSTANT, unit=Unit.COUNT)

NAME = _text(name="mapper_name", help="Its name below /dev/mapper.")
UUID = _text(name="mapper_uuid", help="Its UUID; the part before the first dash says whose it is.")
TARGET = _state(
    name="mapper_target",
    help="What device-mapper does there; none: the device is no mapping.",
    origin="dmsetup status --noflush; without root by the UUID, as far as it tells",
    states=("none", "thin_pool", "multipath", "other"),
)
POOL_MODE = _state(
    name="thin_pool_mode",
    help="What a thin pool still does; out_of_data_space: no block is left for a write that needs "
    "a new one.",
    origin=_THIN,
    states=("rw", "ro", "out_of_data_space", "needs_check", "fail"),
)
POOL_WHEN_FULL = _state(
    name="thin_pool_when_full",
    help="What a full thin pool does with a write: it waits (60 s by default), or it fails.",
    origin=_THIN,
    states=("queue", "error"),
)
_DATA_USED = _count(
    name="thin_pool_data_used_count", help="Data blocks of the pool in use.", origin=_THIN
)
_DATA_SIZE = _count(
    name="thin_pool_data_size_count", help="Data blocks that the pool has.", origin=_THIN
)
_METADATA_USED = _count(
    name="thin_pool_metadata_used_count", help="Metadata blocks of the pool in use.", origin=_THIN
)
_METADATA_SIZE = _count(
    name="thin_pool_metadata_size_count", help="Metadata blocks that the pool has.", origin=_THIN
)
POOL_COUNTS = (_DATA_USED, _DATA_SIZE, _METADATA_USED, _METADATA_SIZE)
"""Used and whole: of the data, then of the metadata."""
POOL_DATA_RATIO = _count(
    name="thin_pool_data_used_ratio",
    unit=Unit.RATIO,
    help="Share of the pool's data blocks in use.",
    origin="derived",
    formula=Over(_DATA_USED, _DATA_SIZE),
)
POOL_METADATA_RATIO = _count(
    name="thin_pool_metadata_used_ratio",
    unit=Unit.RATIO,
    help="Share of the pool's metadata blocks in use.",
    origin="derived",
    formula=Over(_METADATA_USED, _METADATA_SIZE),
)
MAP_FAILED = _count(
    name="multipath_map_failed_paths_count",
    help="Paths that the kernel's multipath map has marked failed.",
    origin=_MULTIPATH,
)
MAP_ACTIVE = _count(
    name="multipath_map_active_paths_count",
    help="Paths that the kernel's multipath map uses.",
    origin=_MULTIPATH,
)
DEVICES_FAILED = _count(
    name="multipath_failed_devices_count",
    help="Disks below the map whose own state is not running.",
    origin="/sys/class/block/DEVICE/slaves/*/device/state",
)
DEVICES_RUNNING = _count(
    name="multipath_running_devices_count",
    help="Disks below the map whose own state is running.",
    origin="/sys/class/block/DEVICE/slaves/*/device/state",
)
PATHS_FAILED = _count(
    name="multipath_failed_paths_count",
    help="Paths to the storage that are lost: by the map; where it may not be read, by its disks.",
    origin="derived",
    formula=FirstOf((MAP_FAILED, DEVICES_FAILED)),
)
PATHS_ACTIVE = _count(
    name="multipath_active_paths_count",
    help="Paths to the storage that work: by the map; where it may not be read, by its disks.",
    origin="derived",
    formula=FirstOf((MAP_ACTIVE, DEVICES_RUNNING)),
)
PATHS = _count(
    name="multipath_paths_count",
    help="Paths to the storage, whatever their state.",
    origin="derived",
    formula=Sum((PATHS_ACTIVE, PATHS_FAILED)),
)
PATH_OF = _state(
    name="block_device_is_path",
    help="Whether a multipath map lies on the device: then it is one of several ways.",
    origin=_SYSFS,
    states=("yes", "no"),
)
