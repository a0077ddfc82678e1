"""Tests of inside_system."""

import json

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.clock import CURRENT
from downstack.collectors.filesystems import MOUNTS
from downstack.collectors.inside_system import COLLECTOR
from downstack.collectors.machine import HOST, SELF
from downstack.model import Absent, Connection, Edge, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Answers, Request, Way
from tests.support.grown import grown, parse

ROOT = Entity(Kind.FILESYSTEM, "/", "/")
BIND = Entity(Kind.FILESYSTEM, "/run/netns", "/run/netns")
NAS = Entity(Kind.FILESYSTEM, "/nas", "/nas")
FOUND = Snapshot(
    [SELF, HOST],
    readings={
        HOST: {"host_kernel_version": "6.18.44"},
        ROOT: {"filesystem_medium": "device", "filesystem_device": "/dev/vda"},
        BIND: {"filesystem_medium": "device", "filesystem_device": "/dev/vda"},
        NAS: {"filesystem_medium": "network", "filesystem_device": "nas:/vm"},
    },
)
SPACE = Request(Way.SPACE, "/")
MOUNTED = "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard\n"
STATVFS = json.dumps(
    {
        "f_frsize": 4096,
        "f_blocks": 1000,
        "f_bfree": 100,
        "f_bavail": 50,
        "f_files": 200,
        "f_ffree": 150,
        "mount": None,
    }
)


def seen(statvfs: str = STATVFS, mounts: str = MOUNTED, clock: str = "tsc\n") -> dict[str, Value]:
    """Return the readings by signal name."""
    rows = parse(COLLECTOR, {SPACE: statvfs, MOUNTS: mounts, CURRENT: clock}, FOUND)
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_asks_each_local_device_once_and_no_server() -> None:
    """A bind mount is no second filesystem, and a hung server must not hang us."""
    asked = [one.what for one in COLLECTOR.asks(FOUND) if one.way is Way.SPACE]

    assert asked == ["/"]


def test_reads_the_space_as_df_shows_it() -> None:
    """900 blocks used, 50 available, 50 reserved for root; 50 of 200 inodes used."""
    readings = seen()

    assert readings["guest_filesystem_used_bytes"] == 900 * 4096
    assert readings["guest_filesystem_size_bytes"] == 950 * 4096
    assert readings["guest_filesystem_files_used_count"] == 50.0
    assert readings["guest_filesystem_access"] == "read_write"
    assert readings["guest_filesystem_type"] == "ext4"


def test_a_filesystem_hangs_on_its_guest() -> None:
    """Its key is that of the guest and its mount point."""
    rows = parse(COLLECTOR, {SPACE: STATVFS, MOUNTS: MOUNTED}, FOUND)
    (link,) = (row for row in rows if isinstance(row, Connection))

    assert (link.edge, link.cause.key, link.victim.key) == (
        Edge.GUEST_FILESYSTEM_OF,
        "self//",
        "self",
    )


@pytest.mark.parametrize(
    ("text", "state"), [("tsc\n", "tsc"), ("hpet\n", "hpet"), ("acpi_pm\n", "other")]
)
def test_names_what_the_time_is_read_from(text: str, state: str) -> None:
    """A source that nobody declared is another one, not an error."""
    assert seen(clock=text)["guest_clocksource"] == state


def test_the_version_is_the_hosts_own_for_it_is_the_same_machine() -> None:
    """What DISCOVER read is not asked twice; what it did not read is absent."""
    assert seen()["guest_kernel_version"] == "6.18.44"
    assert seen()["guest_system"] == Absent(Reason.NOT_ASKED)


def test_a_filesystem_that_does_not_answer_is_why_there_is_no_number() -> None:
    """Neither full nor empty."""
    silent = Absent(Reason.TIMED_OUT, "/dev/vda on / to answer")
    rows = COLLECTOR.parse(Answers({SPACE: silent}), FOUND)
    readings = {row.signal.name: row.value for row in rows if isinstance(row, Reading)}

    assert readings["guest_filesystem_used_bytes"] == silent


@given(grown(STATVFS), grown(MOUNTED), grown("tsc\n"))
def test_any_text_gives_every_signal_a_value_or_a_reason(
    statvfs: str, mounts: str, clock: str
) -> None:
    """Neither an exception nor an infinite number."""
    assert set(seen(statvfs, mounts, clock)) == {signal.name for signal in COLLECTOR.provides}
