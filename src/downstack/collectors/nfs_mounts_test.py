"""Tests of nfs_mounts."""

from pathlib import Path

import pytest
from hypothesis import given

from downstack.collectors.filesystems import COLLECTOR as FILESYSTEMS
from downstack.collectors.nfs_mounts import COLLECTOR, STATS, mounts_of
from downstack.model import Absent, Entity, Kind, Reason, Snapshot
from downstack.signals import filesystem, nfs
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

RECORDED = Path(__file__).parent / "device_mapper_test"
MNT = Entity(Kind.FILESYSTEM, "/mnt/nfs", "/mnt/nfs")
HEALTHY = (RECORDED / "debian12-6.1-healthy/proc/self/mountstats").read_text()


def test_reads_a_mount_that_works() -> None:
    """Between the samples 32 writes and 8 commits, 331 ms from sending to answer, 368 in all."""
    folders = (RECORDED / "debian12-6.1-healthy", RECORDED / "debian12-6.1-healthy_later")
    row = values(look([FILESYSTEMS, COLLECTOR], *folders), MNT.kind, MNT.key)

    assert row["nfs_mount"] == "yes"
    assert row["nfs_transport"] == "tcp"
    assert row["nfs_mount_age_seconds"] == 472.0
    assert row["nfs_operations_count"] == 40.0
    assert row["nfs_round_trip_seconds"] == pytest.approx(0.331 / 40)
    assert row["nfs_execution_seconds"] == pytest.approx(0.368 / 40)
    assert row["nfs_transmissions_per_operation_ratio"] == 1.0
    assert row["nfs_received_count"] == 43.0
    assert row["nfs_connects_count"] == 0.0
    assert row["nfs_bad_xids_total"] == 0.0


def test_reads_a_server_that_is_silent() -> None:
    """234 requests were sent, 229 answered; none of them within the window."""
    folders = (RECORDED / "debian12-6.1-sick", RECORDED / "debian12-6.1-sick_later")
    row = values(look([FILESYSTEMS, COLLECTOR], *folders), MNT.kind, MNT.key)

    assert row["nfs_received_count"] == 0.0
    assert row["nfs_unanswered_count"] == 5.0
    assert row["nfs_operations_count"] == 0.0
    assert row["nfs_round_trip_seconds"] == Absent(Reason.NOT_APPLICABLE)


def test_a_local_filesystem_is_not_judged() -> None:
    """And without any NFS mount the file is not even read."""
    found = look([FILESYSTEMS, COLLECTOR], RECORDED / "debian12-6.1-healthy")
    root = Entity(Kind.FILESYSTEM, "/", "/")

    assert values(found, Kind.FILESYSTEM, "/")["nfs_mount"] == "no"
    assert list(COLLECTOR.asks(Snapshot([root]))) == []


def test_adds_up_several_connections() -> None:
    """With nconnect=2 there are two lines."""
    two = HEALTHY.replace(
        "\txprt:\ttcp 0 0 5 65 1 189 186 0",
        "\txprt:\ttcp 0 0 1 65 1 11 10 0 1 0 1 1 1\n\txprt:\ttcp 0 0 5 65 1 189 186 0",
    )

    assert mounts_of(two)["/mnt/nfs"][nfs.SENT] == 200.0
    assert mounts_of(two)["/mnt/nfs"][nfs.CONNECTS] == 6.0


def test_udp_has_no_connections() -> None:
    """Its line is shorter."""
    text = (
        "device nas:/vm mounted on /mnt\\040a with fstype nfs statvers=1.1\n"
        "\tage:\t7\n\txprt:\tudp 811 1 90 88 2 1 0 2 0 0\n\tper-op statistics\n"
        "\t        READ: 9 10 0 1 1 2 300 310 0\n"
    )
    row = mounts_of(text)["/mnt a"]

    assert row[nfs.SENT] == 90.0
    assert row[nfs.RECEIVED] == 88.0
    assert row[nfs.BAD_XIDS] == 2.0
    assert row[nfs.CONNECTS] == Absent(Reason.NOT_APPLICABLE, "a transport with connections")
    assert row[nfs.TRANSMISSIONS] == 10.0


@given(grown(HEALTHY[HEALTHY.index("device 10.77") :]))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    """Lines lost, columns that are no numbers."""
    found = Snapshot([MNT], readings={MNT: {filesystem.TYPE.name: "nfs4"}})

    assert parse(COLLECTOR, {STATS: text}, found)
