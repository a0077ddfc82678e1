"""Tests of iscsi_sessions."""

from pathlib import Path

from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.block_layers import COLLECTOR as LAYERS
from downstack.collectors.iscsi_sessions import COLLECTOR, DISKS
from downstack.model import Absent, Entity, Kind, Reason, Snapshot
from downstack.source import Answers, Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

RECORDED = Path(__file__).parent / "device_mapper_test"
SDB = Entity(Kind.BLOCK_DEVICE, "sdb", "sdb")
LIST = "/sys/class/iscsi_session/session1/device/target7:0:0/7:0:0:1/block/sdb"


def test_reads_a_session_that_is_lost() -> None:
    """The target has not answered for 12 seconds; requests wait for two minutes."""
    row = values(look([LAYERS, COLLECTOR], RECORDED / "debian12-6.1-sick"), SDB.kind, "sdb")

    assert row["iscsi_session_state"] == "failed"
    assert row["iscsi_recovery_seconds"] == 120.0
    assert row["iscsi_target"] == "iqn.2026-01.lab:disk"
    assert row["iscsi_portal"] == "10.77.0.254 3260"


def test_reads_a_session_that_works() -> None:
    """Logged in; a disk of another kind has none."""
    found = look([LAYERS, COLLECTOR], RECORDED / "debian12-6.1-healthy")

    assert values(found, SDB.kind, "sdb")["iscsi_session_state"] == "logged_in"
    assert values(found, SDB.kind, "sdb")["iscsi_connection_state"] == "up"
    assert values(found, SDB.kind, "sda")["iscsi_session_state"] == "none"


def test_a_kernel_without_iscsi_has_no_session() -> None:
    """The class is not there: that is an answer. Not asked is none."""
    missing = Answers({DISKS: Absent(Reason.MISSING)})
    rows = [list(COLLECTOR.parse(one, Snapshot([SDB]))) for one in (missing, Answers({}))]
    states = [
        row.value
        for each in rows
        for row in each
        if isinstance(row, Reading) and row.signal.name == "iscsi_session_state"
    ]

    assert states == ["none", Absent(Reason.NOT_ASKED)]


@given(grown(LIST), grown("LOGGED_IN"), grown("120"))
def test_any_text_is_read_without_an_exception(disks: str, state: str, seconds: str) -> None:
    """Paths of another shape, states that nobody knows."""
    session = "/sys/class/iscsi_session/session1"
    texts = {
        DISKS: disks,
        Request(Way.FILE, f"{session}/state"): state,
        Request(Way.FILE, f"{session}/recovery_tmo"): seconds,
    }

    assert parse(COLLECTOR, texts, Snapshot([SDB]))
