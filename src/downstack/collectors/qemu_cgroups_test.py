"""Tests of qemu_cgroups."""

from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.qemu_cgroups import COLLECTOR, MOUNTS, place_of, read_mounts
from downstack.model import Absent, Kind, Reason, Value
from downstack.source import Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

HERE = Path(__file__).parent
V1 = HERE / "domains_test/two_guests"
V2 = HERE / "cgroups_test/threaded_v2"
CGROUP = Request(Way.FILE, "/proc/7/cgroup")
MOUNTINFO = Request(Way.FILE, MOUNTS)
SCOPE = r"/machine.slice/machine-qemu\x2d1\x2ddb1.scope"
ROOT = "27 1 0:24 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"


def places(cgroup: str, mountinfo: str) -> dict[str, Value]:
    """Return the places of a QEMU with pid 7."""
    texts = {
        Request(Way.FILE, "/proc/7/cmdline"): "qemu-system-x86_64\0",
        CGROUP: cgroup,
        MOUNTINFO: mountinfo,
    }
    rows = parse(COLLECTOR, texts)
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_finds_the_folders_of_v1() -> None:
    """In a cgroup namespace, where an older mount of the same hierarchies shows less."""
    db1 = values(look([COLLECTOR], V1), Kind.DOMAIN, "db1")

    assert db1["domain_cpu_cgroup"] == "v1:/sys/fs/cgroup/cpu:/machine/qemu-1-db1.libvirt-qemu"
    assert db1["domain_io_cgroup"] == "v1:/sys/fs/cgroup/blkio:/machine/qemu-1-db1.libvirt-qemu"


def test_finds_the_folders_of_v2() -> None:
    """CPU time is limited below `libvirt`, memory and I/O in the scope."""
    db1 = values(look([COLLECTOR], V2), Kind.DOMAIN, "db1")

    assert db1["domain_cpu_cgroup"] == f"v2:/sys/fs/cgroup:{SCOPE}/libvirt"
    assert db1["domain_memory_cgroup"] == f"v2:/sys/fs/cgroup:{SCOPE}"


def test_a_controller_without_a_hierarchy_of_its_own_is_in_v2() -> None:
    """Hybrid: some controllers are mounted the old way."""
    mounts = "30 1 0:30 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n" + ROOT
    found = places("4:cpu,cpuacct:/a\n0::/b\n", mounts)

    assert found["domain_cpu_cgroup"] == "v1:/sys/fs/cgroup/cpu:/a"
    assert found["domain_memory_cgroup"] == "v2:/sys/fs/cgroup:/b"


def test_a_mount_shows_only_what_is_below_its_root() -> None:
    """In a container without a cgroup namespace the mount begins in the middle."""
    mounts = "27 1 0:24 /docker/1 /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n"

    assert places("0::/docker/1/vm", mounts)["domain_cpu_cgroup"] == "v2:/sys/fs/cgroup:/vm"
    outside = places("0::/other", mounts)["domain_cpu_cgroup"]
    assert isinstance(outside, Absent)
    assert outside.reason is Reason.MISSING


@pytest.mark.parametrize("path", ["/../host.slice", "/a/../b"])
def test_a_cgroup_outside_of_our_namespace_is_not_guessed(path: str) -> None:
    """Joining the dots would read the files of somebody else."""
    assert isinstance(places(f"0::{path}", ROOT)["domain_cpu_cgroup"], Absent)


def test_a_mount_point_may_hold_a_space() -> None:
    """The kernel writes it as an octal escape."""
    (mount,) = read_mounts(r"27 1 0:24 / /my\040cgroups rw - cgroup2 none rw")

    assert mount.point == "/my cgroups"


def test_knows_the_folders_above() -> None:
    """The nearest first, the root of the mount not among them."""
    place = place_of("v2:/sys/fs/cgroup:/a.slice/b.scope/libvirt")

    assert place is not None
    assert place.folder == "/sys/fs/cgroup/a.slice/b.scope/libvirt"
    assert place.above == ["/sys/fs/cgroup/a.slice/b.scope", "/sys/fs/cgroup/a.slice"]


@given(
    grown((V1 / "proc/13756/cgroup").read_text()), grown((V1 / "proc/self/mountinfo").read_text())
)
def test_any_cgroup_is_read(cgroup: str, mountinfo: str) -> None:
    """A place or the reason why there is none."""
    assert len(places(cgroup, mountinfo)) == 3
