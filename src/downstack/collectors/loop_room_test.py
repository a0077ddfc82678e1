"""Tests of loop_room."""

import json

from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.loop_room import COLLECTOR, NBD_PIDS
from downstack.model import Absent, Entity, Kind, Reason, Snapshot, Value
from downstack.signals import loop
from downstack.source import Answer, Answers, Raw, Request, Way
from tests.support.grown import grown, parse

LOOP = Entity(Kind.BLOCK_DEVICE, "loop0", "loop0")
NBD = Entity(Kind.BLOCK_DEVICE, "nbd0", "nbd0")
FULL = json.dumps(
    {"f_frsize": 4096, "f_blocks": 8192, "f_bfree": 0, "f_bavail": 0, "f_files": 99, "f_ffree": 9}
)


def found(path: str = "/srv/disk.img") -> Snapshot:
    """Return a machine whose loop0 keeps its data in this file."""
    return Snapshot([LOOP, NBD], readings={LOOP: {loop.FILE.name: path}})


def read(answer: Answer, snapshot: Snapshot) -> dict[str, Value]:
    """Return the readings of loop0 when this was said about its file."""
    answers = Answers({Request(Way.SPACE, "/srv/disk.img"): answer})
    rows = COLLECTOR.parse(answers, snapshot)
    return {r.signal.name: r.value for r in rows if isinstance(r, Reading) and r.entity == LOOP}


def test_reads_the_room_of_the_file() -> None:
    """No block is left."""
    assert read(Raw(FULL, 1.0), found()) == {
        "loop_file_state": "present",
        "loop_file_free_bytes": 0.0,
        "nbd_device_state": Absent(Reason.NOT_APPLICABLE, "an NBD device of the kernel"),
    }


def test_a_filesystem_that_hangs_is_silent() -> None:
    """The question is asked by a child that may be left behind."""
    assert read(Absent(Reason.TIMED_OUT), found())["loop_file_state"] == "silent"


def test_a_file_that_was_deleted_is_missing() -> None:
    """The kernel says so at the end of its path; nobody asks for it then."""
    gone = found("/srv/disk.img (deleted)")

    assert list(COLLECTOR.asks(gone)) == [NBD_PIDS]
    assert read(Raw(FULL, 1.0), gone)["loop_file_state"] == "missing"


def test_a_device_without_a_file_is_not_asked_about() -> None:
    """Only loop devices have one."""
    assert list(COLLECTOR.asks(Snapshot([NBD]))) == [NBD_PIDS]


def test_tells_whether_a_kernel_client_is_connected() -> None:
    """The file pid is there as long as the device has its client."""
    pid = Request(Way.FILE, "/sys/block/nbd0/pid")
    texts = [{NBD_PIDS: "/sys/block/nbd0/pid", pid: "712\n"}, {NBD_PIDS: ""}]
    states = [
        row.value
        for each in texts
        for row in parse(COLLECTOR, each, Snapshot([NBD]))
        if isinstance(row, Reading) and row.signal is loop.NBD_CLIENT
    ]

    assert states == ["connected", "unconnected"]


@given(grown(FULL))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    """Cut short, or numbers that are none."""
    assert read(Raw(text, 1.0), found())
