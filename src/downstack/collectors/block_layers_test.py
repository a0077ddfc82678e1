"""Tests of block_layers."""

from pathlib import Path

from hypothesis import given

from downstack.collectors.block_layers import COLLECTOR, sort_of
from downstack.collectors.filesystems import PARTITIONS, SLAVES
from downstack.collectors.proc_diskstats import DISKSTATS
from downstack.model import Connection, Edge, Kind
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "device_mapper_test" / "debian12-6.1-healthy"
STATS = "".join(
    f" {number} {name} 1 0 8 1 1 0 8 1 0 1 1\n"
    for number, name in [("8 0", "sda"), ("8 2", "sda2"), ("9 0", "md0"), ("253 0", "dm-0")]
)
STACK = {
    DISKSTATS: STATS,
    PARTITIONS: "/sys/block/sda/sda2/partition",
    SLAVES: "/sys/class/block/md0/slaves/sda2\n/sys/class/block/dm-0/slaves/md0",
}


def test_finds_what_lies_beneath() -> None:
    """The thin volume dm-5 lies on the pool dm-4, that on two loop devices; dm-3 on two paths."""
    links = look([COLLECTOR], MACHINE).connections
    under: dict[str, set[str]] = {}
    for link in links:
        assert link.edge is Edge.BENEATH
        under.setdefault(link.victim.key, set()).add(link.cause.key)

    assert under == {
        "dm-0": {"vdb"},
        "dm-1": {"vdb"},
        "dm-2": {"vdb"},
        "dm-3": {"sda", "sdc"},
        "dm-4": {"loop0", "loop1"},
        "dm-5": {"dm-4", "loop0", "loop1"},
        "md0": {"loop2", "loop3"},
    }


def test_names_the_sort_of_each() -> None:
    """By the names that the kernel gives."""
    found = look([COLLECTOR], MACHINE)
    sorts = {
        name: values(found, Kind.BLOCK_DEVICE, name)["block_device_sort"]
        for name in ("vda", "sdb", "loop0", "dm-5", "md0")
    }

    assert sorts == {
        "vda": "disk",
        "sdb": "disk",
        "loop0": "loop",
        "dm-5": "mapper",
        "md0": "raid",
    }
    assert sort_of("nvme0n1p1", {"nvme0n1p1"}) == "partition"
    assert sort_of("nbd3", set()) == "nbd"
    assert sort_of("zd0", set()) == "other"


def test_all_that_lies_deeper_is_beneath_too() -> None:
    """A volume on a RAID on a partition on a disk: each of the three carries it."""
    links = [row for row in parse(COLLECTOR, STACK) if isinstance(row, Connection)]

    assert [one.cause.key for one in links if one.victim.key == "dm-0"] == ["md0", "sda2", "sda"]


@given(grown(STATS), grown("/sys/class/block/dm-0/slaves/md0\n/sys/class/block/md0/slaves/dm-0"))
def test_any_text_is_read_without_an_exception(stats: str, slaves: str) -> None:
    """Devices that lie on each other in a circle included."""
    assert isinstance(parse(COLLECTOR, STACK | {DISKSTATS: stats, SLAVES: slaves}), list)
