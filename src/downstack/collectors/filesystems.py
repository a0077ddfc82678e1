"""Mounted filesystems, block devices, and which device carries which filesystem."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.proc_diskstats import DISKSTATS, devices_of
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Snapshot
from downstack.signals import filesystem
from downstack.source import Answers, Request, Way

MOUNTS = Request(Way.FILE, "/proc/self/mountinfo")
PARTITIONS = Request(Way.GLOB, "/sys/block/*/*/partition")
SLAVES = Request(Way.GLOB, "/sys/class/block/*/slaves/*")
_WITHOUT_DATA = re.compile(
    "autofs|binfmt_misc|bpf|cgroup2?|configfs|cpuset|debugfs|devpts|devtmpfs|efivarfs|fusectl|"
    "hugetlbfs|mqueue|nsfs|proc|pstore|rpc_pipefs|securityfs|selinuxfs|sysfs|tracefs"
)
_NETWORK = re.compile("nfs4?|ceph|cifs|smb3|9p|gfs2|glusterfs|lustre|ocfs2|afs|virtiofs")
_MEMORY = frozenset({"tmpfs", "ramfs"})
_NEVER_WRITABLE = frozenset({"squashfs", "iso9660", "erofs", "cramfs", "romfs"})
_STOPPED = frozenset({"ro", "emergency_ro", "shutdown"})
"""Options of a superblock that is not written any more; `emergency_ro` since Linux 6.15."""


@dataclass(frozen=True, slots=True)
class Mount:
    """One line of mountinfo: `options` are the mount's own, `super_options` the filesystem's."""

    point: str
    number: str
    type: str
    source: str
    options: tuple[str, ...]
    super_options: tuple[str, ...]

    @property
    def access(self) -> str:
        """Say whether it can be written to.

        Who mounts read-only sets the mount's own option too; an error sets the filesystem's alone.
        """
        if "ro" in self.options:
            return "read_only"
        if self.type in _NEVER_WRITABLE:
            return "read_only"
        return "forced_read_only" if _STOPPED & set(self.super_options) else "read_write"

    @property
    def medium(self) -> str:
        """Say where its data lies."""
        if self.type in _MEMORY:
            return "memory"
        if _NETWORK.fullmatch(self.type):
            return "network"
        return "fuse" if self.type.partition(".")[0] == "fuse" else "device"


def mounts_of(text: str) -> dict[str, Mount]:
    """Return the mounts that hold data, by mount point; of two at one point the later is seen."""
    mounts: dict[str, Mount] = {}
    for line in text.splitlines():
        before, _, after = line.partition(" - ")
        left, right = before.split(" "), after.split(" ")
        if len(left) < 6 or len(right) != 3:  # noqa: PLR2004 - the fields of the format
            continue
        mount = Mount(
            point=unescape(left[4]),
            number=left[2],
            type=right[0],
            source=unescape(right[1]),
            options=tuple(left[5].split(",")),
            super_options=tuple(right[2].split(",")),
        )
        mounts.pop(mount.point, None)
        if not _WITHOUT_DATA.fullmatch(mount.type):
            mounts[mount.point] = mount
    return mounts


def unescape(text: str) -> str:
    """Return a field of mountinfo or mountstats without its octal escapes."""
    return re.sub(r"\\([0-3][0-7]{2})", lambda octal: chr(int(octal[1], 8)), text)


def devices_below(answers: Answers) -> dict[str, set[str]]:
    """Return the devices that each block device lies on: its disk, or what it is made of."""
    below: dict[str, set[str]] = {}
    for request, upper, lower in ((PARTITIONS, 4, 3), (SLAVES, 4, 6)):
        listed = answers.text(request)
        for path in [] if isinstance(listed, Absent) else listed.split("\n"):
            parts = path.split("/")
            if len(parts) > max(upper, lower):
                below.setdefault(parts[upper], set()).add(parts[lower])
    return below


def with_all_below(device: str, below: dict[str, set[str]]) -> list[str]:
    """Return a device and all that it lies on, the nearest first."""
    found = [device]
    for each in found:
        found += sorted(below.get(each, set()) - set(found))
    return found


def _device_of(mount: Mount, devices: dict[str, list[str]]) -> str | None:
    """Return the block device of a mount; btrfs has a number of its own, so its name must do."""
    for name, row in devices.items():
        if ":".join(row[:2]) == mount.number:
            return name
    name = mount.source.removeprefix("/dev/")
    return name if name in devices else None


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (MOUNTS, DISKSTATS, PARTITIONS, SLAVES)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    text, stats = answers.text(MOUNTS), answers.text(DISKSTATS)
    devices = {} if isinstance(stats, Absent) else devices_of(stats)
    below = devices_below(answers)
    yield from (Entity(Kind.BLOCK_DEVICE, name, name) for name in devices)
    for mount in mounts_of("" if isinstance(text, Absent) else text).values():
        entity = Entity(Kind.FILESYSTEM, mount.point, mount.point)
        yield Reading(entity, filesystem.TYPE, mount.type)
        yield Reading(entity, filesystem.DEVICE, mount.source)
        yield Reading(entity, filesystem.OPTIONS, ",".join((*mount.options, *mount.super_options)))
        yield Reading(entity, filesystem.ACCESS, mount.access)
        yield Reading(entity, filesystem.MEDIUM, mount.medium)
        device = _device_of(mount, devices)
        for name in with_all_below(device, below) if device else []:
            if name in devices:
                yield Connection(Edge.CARRIES, Entity(Kind.BLOCK_DEVICE, name, name), entity)


COLLECTOR = Collector(
    id="filesystems",
    round=Round.DISCOVER,
    level=Level.L0,
    provides=(
        filesystem.TYPE,
        filesystem.DEVICE,
        filesystem.OPTIONS,
        filesystem.ACCESS,
        filesystem.MEDIUM,
    ),
    asks=_asks,
    parse=_parse,
)
