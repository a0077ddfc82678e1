"""Tests of images."""

import json

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.images import COLLECTOR
from downstack.model import Absent, Connection, Edge, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Answer, Answers, Raw, Request, Way
from tests.support.grown import grown

FILE = Entity(Kind.BACKEND, "file:/srv/a.qcow2", "/srv/a.qcow2")
BLOCK = Entity(Kind.BACKEND, "block:/dev/mapper/vg0-a", "/dev/mapper/vg0-a")
REMOTE = Entity(Kind.BACKEND, "rbd:vms/a", "vms/a")
FOUND = Snapshot(
    (),
    (),
    {
        FILE: {"backend_path": "/srv/a.qcow2"},
        BLOCK: {"backend_path": "/dev/mapper/vg0-a"},
        REMOTE: {"backend_path": Absent(Reason.NOT_APPLICABLE)},
    },
)
SPACE = Request(Way.SPACE, "/srv/a.qcow2")
LINK = Request(Way.LINK, "/dev/mapper/vg0-a")
# recorded: the file source of this project on a tmpfs of 48 MiB, Linux 6.18.44, 2026-11-24
TMPFS = (
    '{"f_frsize":4096,"f_blocks":12288,"f_bfree":12046,"f_bavail":12046,"f_files":3084960,'
    '"f_ffree":3084958,"mount":{"point":"/srv","device":"0:45","type":"tmpfs","source":"tmpfs",'
    '"options":"rw,relatime","super_options":"rw,size=49152k"}}'
)


def seen(answers: dict[Request, Answer]) -> tuple[dict[str, Value], list[Connection]]:
    """Return what is read of the backends that lie on the host, and how they hang on it."""
    rows = list(COLLECTOR.parse(Answers(answers), FOUND))
    readings = {
        f"{row.entity.key} {row.signal.name}": row.value for row in rows if isinstance(row, Reading)
    }
    return readings, [row for row in rows if isinstance(row, Connection)]


def test_asks_only_about_what_lies_on_the_host() -> None:
    """A file by its space, a device by its link; Ceph by neither."""
    assert list(COLLECTOR.asks(FOUND)) == [SPACE, LINK]


def test_reads_the_room_of_a_file() -> None:
    """12046 of 12288 blocks of 4 KiB are left."""
    readings, connections = seen({SPACE: Raw(TMPFS, 1.0)})

    assert readings["file:/srv/a.qcow2 backend_state"] == "present"
    assert readings["file:/srv/a.qcow2 backend_free_bytes"] == 12046 * 4096.0
    assert readings["file:/srv/a.qcow2 backend_filesystem_bytes"] == 50331648.0
    assert readings["file:/srv/a.qcow2 backend_free_inodes_count"] == 3084958.0
    assert readings["file:/srv/a.qcow2 backend_read_only"] == "no"
    assert readings["file:/srv/a.qcow2 backend_filesystem_type"] == "tmpfs"
    filesystem = Entity(Kind.FILESYSTEM, "/srv")
    assert Connection(Edge.STORES, filesystem, FILE) in connections


def test_a_filesystem_without_a_table_of_inodes_cannot_run_out_of_them() -> None:
    """Btrfs says that it has none of none."""
    space = json.loads(TMPFS) | {"f_files": 0, "f_ffree": 0}
    readings, _connections = seen({SPACE: Raw(json.dumps(space), 1.0)})

    free = readings["file:/srv/a.qcow2 backend_free_inodes_count"]
    assert isinstance(free, Absent)
    assert free.reason is Reason.NOT_APPLICABLE


def test_an_image_that_hangs_is_connected_by_its_path() -> None:
    """Nobody can ask the mount itself; the longest mount point above the path holds it."""
    mounts = [Entity(Kind.FILESYSTEM, point) for point in ("/", "/srv", "/srv/a", "/sr")]
    found = Snapshot(mounts, (), {FILE: {"backend_path": "/srv/a.qcow2"}})
    rows = list(COLLECTOR.parse(Answers({SPACE: Absent(Reason.TIMED_OUT)}), found))
    silent = [row.value for row in rows if isinstance(row, Reading) and "silent" in row.signal.name]

    assert [row for row in rows if isinstance(row, Connection)] == [
        Connection(Edge.STORES, mounts[1], FILE)
    ]
    assert silent == [1.0]


@pytest.mark.parametrize(
    ("absent", "state"),
    [
        (Absent(Reason.MISSING), "missing"),
        (Absent(Reason.TIMED_OUT, "nas:/vms on /srv to answer"), "silent"),
        (Absent(Reason.DENIED, "root on the host"), Absent(Reason.DENIED, "root on the host")),
    ],
)
def test_a_file_that_is_gone_or_hangs_is_evidence(absent: Absent, state: Value) -> None:
    """A right that we lack is not."""
    readings, connections = seen({SPACE: absent, LINK: absent})

    assert readings["file:/srv/a.qcow2 backend_state"] == state
    assert readings["file:/srv/a.qcow2 backend_free_bytes"] == absent
    assert readings["block:/dev/mapper/vg0-a backend_state"] == state
    assert connections == []


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        (Raw("../dm-3", 1.0), "dm-3"),
        (Absent(Reason.NOT_APPLICABLE, "a file that can be read this way"), "vg0-a"),
    ],
)
def test_a_device_is_known_by_the_kernels_name(answer: Answer, name: str) -> None:
    """Where its link leads, or its own name when it is none."""
    _readings, connections = seen({LINK: answer})

    assert connections == [Connection(Edge.PROVIDES, Entity(Kind.BLOCK_DEVICE, name), BLOCK)]


@given(grown(TMPFS))
def test_any_answer_is_read(text: str) -> None:
    """Every signal has a value or a reason, for both."""
    readings, _connections = seen({SPACE: Raw(text, 1.0), LINK: Raw(text, 1.0)})

    assert len(readings) == 2 * len(COLLECTOR.provides)
