"""Signals of a RAID of the kernel (md)."""

from functools import partial

from downstack.model import Kind
from downstack.signal import Semantics, Signal, Unit

_MD = "https://docs.kernel.org/admin-guide/md.html"
_state = partial(Signal, of=Kind.BLOCK_DEVICE, semantics=Semantics.STATE, unit=Unit.NONE)
_count = partial(Signal, of=Kind.BLOCK_DEVICE, semantics=Semantics.INSTANT, unit=Unit.COUNT)

LEVEL = Signal(
    name="raid_level",
    of=Kind.BLOCK_DEVICE,
    semantics=Semantics.TEXT,
    unit=Unit.NONE,
    help="How it spreads its data, such as raid1.",
    origin=f"/sys/class/block/DEVICE/md/level, {_MD}",
)
STATE = _state(
    name="raid_state",
    help="What the array does with requests; broken: too many members are lost.",
    origin=f"/sys/class/block/DEVICE/md/array_state, {_MD}",
    states=(
        "clear",
        "inactive",
        "suspended",
        "readonly",
        "read-auto",
        "clean",
        "active",
        "write-pending",
        "active-idle",
        "broken",
    ),
)
DEGRADED = _count(
    name="raid_missing_members_count",
    help="Members that the array should have and has not.",
    origin=f"/sys/class/block/DEVICE/md/degraded, {_MD}",
)
MEMBERS = _count(
    name="raid_members_count",
    help="Members that the array should have.",
    origin=f"/sys/class/block/DEVICE/md/raid_disks, {_MD}",
)
ACTION = _state(
    name="raid_sync_action",
    help="What the array copies or compares just now, beside its users' requests.",
    origin=f"/sys/class/block/DEVICE/md/sync_action, {_MD}",
    states=("idle", "resync", "recover", "check", "repair", "reshape", "frozen"),
)
SPEED = _count(
    name="raid_sync_rate_bytes",
    unit=Unit.BYTES,
    help="Bytes per second that it copies or compares.",
    origin=f"/sys/class/block/DEVICE/md/sync_speed, {_MD}",
)
