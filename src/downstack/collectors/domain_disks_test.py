"""Tests of domain_disks."""

import json
from pathlib import Path

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.domain_disks import COLLECTOR
from downstack.collectors.domains import DOMAINS
from downstack.model import Absent, Edge, Entity, Kind, Reason, Snapshot
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "domains_test" / "two_guests"
LISTED = json.loads((MACHINE / "libvirt/domains.json").read_text())
RICH = next(about["xml"] for about in LISTED if about["name"] == "rich1")


@pytest.fixture(scope="module")
def seen() -> Snapshot:
    """Return what this collector alone sees."""
    return look([COLLECTOR], MACHINE)


def test_a_disk_is_known_by_its_target(seen: Snapshot) -> None:
    """The empty CD drive of rich1 is no disk."""
    names = sorted(one.name for one in seen.of_kind(Kind.DISK))

    assert names == ["db1/vda", "db1/vdb", "rich1/sda", "rich1/sdb", "rich1/vda", "rich1/vdb"]


def test_a_backend_is_known_by_what_it_is_stored_on(seen: Snapshot) -> None:
    """A file, a device, a socket, an image of Ceph, a volume of a pool."""
    backends = {
        disk.name: [one.key for one in seen.causes_along(disk, (Edge.BACKS,))]
        for disk in seen.of_kind(Kind.DISK)
    }

    assert backends == {
        "db1/vda": ["nbd:unix:/srv/lab/nbd/db1/socket:"],
        "db1/vdb": ["file:/srv/lab/images/db1/s2.qcow2"],
        "rich1/vda": ["block:/dev/mapper/vg0-rich1"],
        "rich1/sda": ["rbd:vms/rich1-data"],
        "rich1/sdb": ["nbd:192.0.2.11:10809:export1"],
        "rich1/vdb": ["volume:default/rich1.qcow2"],
    }


def test_only_what_lies_on_the_host_has_a_path(seen: Snapshot) -> None:
    """A path is something that images may ask the host about."""
    key = "file:/srv/lab/images/db1/s2.qcow2"
    stored = values(seen, Kind.BACKEND, key)
    remote = values(seen, Kind.BACKEND, "rbd:vms/rich1-data")

    assert stored["backend_type"] == "file"
    assert stored["backend_path"] == "/srv/lab/images/db1/s2.qcow2"
    assert remote["backend_type"] == "rbd"
    assert isinstance(remote["backend_path"], Absent)


def test_counts_the_images_of_a_chain(seen: Snapshot) -> None:
    """Two snapshots are three images; a raw image has none below it."""
    layers = {one.name: seen.value(one, "disk_layers_count") for one in seen.of_kind(Kind.DISK)}

    assert layers["db1/vdb"] == 3.0
    assert layers["db1/vda"] == 1.0
    assert layers["rich1/vdb"] == Absent(Reason.MISSING, "a running domain")


def test_reads_the_limits(seen: Snapshot) -> None:
    """500 requests per second on one disk, two other limits on another, none on a third."""
    vda, rich, free = (
        values(seen, Kind.DISK, name) for name in ("db1/vda", "rich1/vda", "db1/vdb")
    )

    assert vda["disk_limit_iops"] == 500.0
    assert rich["disk_limit_read_iops"] == 300.0
    assert rich["disk_limit_write_bytes"] == 10485760.0
    assert isinstance(rich["disk_limit_iops"], Absent)
    counts = [one["disk_limits_count"] for one in (vda, rich, free)]
    assert counts == [1.0, 2.0, 0.0]


def test_reads_how_a_disk_is_attached(seen: Snapshot) -> None:
    """In libvirt's words."""
    rich = values(seen, Kind.DISK, "rich1/vda")

    assert rich["disk_bus"] == "virtio"
    assert rich["disk_cache"] == "none"
    assert rich["disk_io"] == "native"
    assert rich["disk_error_policy"] == "stop"
    assert rich["disk_format"] == "raw"
    assert rich["disk_source"] == "block"
    assert values(seen, Kind.DISK, "db1/vdb")["disk_iothread"] == "1"
    assert values(seen, Kind.DISK, "rich1/sda")["disk_protocol"] == "rbd"


def test_a_mirror_is_a_job() -> None:
    """As libvirt writes it during a block copy."""
    xml = (
        "<domain><devices><disk type='file' device='disk'><driver name='qemu' type='qcow2'/>"
        "<source file='/a.qcow2'/><mirror type='file' job='copy' ready='yes'>"
        "<source file='/b.qcow2'/></mirror><target dev='vda' bus='virtio'/></disk></devices>"
        "</domain>"
    )
    listed = [{"uuid": "u1", "name": "db1", "active": True, "xml": xml}]
    rows = parse(COLLECTOR, {DOMAINS: json.dumps(listed)})
    disk = {
        row.signal.name: row.value
        for row in rows
        if isinstance(row, Reading) and row.entity == Entity(Kind.DISK, "u1/vda")
    }

    assert (disk["disk_job"], disk["disk_job_ready"]) == ("copy", "yes")
    assert isinstance(disk["disk_layers_count"], Absent)


@given(grown(RICH))
def test_any_definition_is_read(xml: str) -> None:
    """Neither an exception nor an infinite number."""
    listed = [{"uuid": "u1", "name": "db1", "active": True, "xml": xml}]
    rows = parse(COLLECTOR, {DOMAINS: json.dumps(listed)})
    disks = {row.entity for row in rows if isinstance(row, Reading)}

    assert len(disks) <= 8
