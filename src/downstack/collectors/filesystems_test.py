"""Tests of filesystems."""

from pathlib import Path

import pytest
from hypothesis import given

from downstack.collectors.filesystems import COLLECTOR, MOUNTS, mounts_of
from downstack.collectors.proc_diskstats import DISKSTATS
from downstack.model import Connection, Kind
from downstack.source import Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "filesystems_test" / "debian12-6.18"
LVM_STATS = "".join(
    f" {number} {name} 1 0 8 1 1 0 8 1 0 1 1\n"
    for number, name in [("8 0", "sda"), ("8 2", "sda2"), ("253 0", "dm-0")]
)
LVM = {
    MOUNTS: "30 1 253:0 / /var/lib rw,relatime shared:1 - xfs /dev/mapper/vg-lib rw,attr2\n",
    DISKSTATS: LVM_STATS,
    Request(Way.GLOB, "/sys/block/*/*/partition"): "/sys/block/sda/sda2/partition",
    Request(Way.GLOB, "/sys/class/block/*/slaves/*"): "/sys/class/block/dm-0/slaves/sda2",
}


def test_finds_what_holds_data() -> None:
    """Neither proc nor cgroups; a mount point with a blank is read as such."""
    snapshot = look([COLLECTOR], MACHINE)

    assert {one.key for one in snapshot.of_kind(Kind.FILESYSTEM)} == {
        "/",
        "/sys/fs/cgroup",
        "/dev/shm",  # noqa: S108 - a mount point
        "/mnt/pool",
        "/mnt/images one",
    }


def test_tells_an_error_from_a_wish() -> None:
    """/mnt/pool was mounted for writing and stopped by the kernel (Linux 6.18: emergency_ro)."""
    snapshot = look([COLLECTOR], MACHINE)

    pool = values(snapshot, Kind.FILESYSTEM, "/mnt/pool")
    assert pool["filesystem_access"] == "forced_read_only"
    assert pool["filesystem_type"] == "ext4"
    assert values(snapshot, Kind.FILESYSTEM, "/")["filesystem_access"] == "read_write"
    assert values(snapshot, Kind.FILESYSTEM, "/mnt/images one")["filesystem_medium"] == "memory"


@pytest.mark.parametrize(
    ("line", "access"),
    [
        ("1 1 8:1 / /a ro,relatime - ext4 /dev/sda1 ro", "read_only"),
        ("1 1 8:1 / /a rw,relatime - ext4 /dev/sda1 ro,errors=remount-ro", "forced_read_only"),
        ("1 1 7:1 / /a rw,relatime - squashfs /dev/loop1 ro", "read_only"),
        ("1 1 0:9 / /a rw,relatime - nfs4 nas:/vm rw,vers=4.2", "read_write"),
    ],
)
def test_older_kernels_mark_an_error_in_the_filesystems_own_options(line: str, access: str) -> None:
    """Who mounts read-only sets the mount's own option; an error does not."""
    assert mounts_of(line)["/a"].access == access


def test_a_loop_device_carries_its_filesystem() -> None:
    """254:0 is vda, 7:0 is loop0."""
    links = look([COLLECTOR], MACHINE).connections

    assert {(one.cause.key, one.victim.key) for one in links} == {
        ("vda", "/"),
        ("loop0", "/mnt/pool"),
    }


def test_every_device_below_carries_the_filesystem() -> None:
    """A logical volume on a partition on a disk: all three can be at fault."""
    links = [row for row in parse(COLLECTOR, LVM) if isinstance(row, Connection)]

    assert [one.cause.key for one in links] == ["dm-0", "sda2", "sda"]


@given(
    grown((MACHINE / "proc/self/mountinfo").read_text()),
    grown(LVM_STATS),
    grown("/sys/class/block/dm-0/slaves/sda2\n/sys/class/block/sda2/slaves/dm-0"),
)
def test_any_text_is_read_without_an_exception(mounts: str, stats: str, slaves: str) -> None:
    """Devices that lie on each other in a circle included."""
    texts = LVM | {MOUNTS: mounts, DISKSTATS: stats}
    texts[Request(Way.GLOB, "/sys/class/block/*/slaves/*")] = slaves

    assert isinstance(parse(COLLECTOR, texts), list)
