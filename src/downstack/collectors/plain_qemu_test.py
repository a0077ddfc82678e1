"""Tests of plain_qemu."""

from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.plain_qemu import COLLECTOR
from downstack.model import Absent, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Answers, Request, Way
from tests.support.grown import grown, parse

ONE = Entity(Kind.DOMAIN, "pid:7:1", "plain1")
MANAGED = Entity(Kind.DOMAIN, "u1", "db1")
FOUND = Snapshot(
    (),
    (),
    {
        ONE: {"domain_qemu_monitor": "/run/plain1.qmp"},
        MANAGED: {"domain_qemu_monitor": Absent(Reason.NOT_APPLICABLE)},
    },
)
ASKED = Request(Way.QMP, "/run/plain1.qmp", ("query-status",))
# recorded: query-status of QEMU 7.2.22 after an I/O error with werror=stop, 2026-11-23
STATUS = '{"status": "io-error", "singlestep": false, "running": false}'


def status_of(text: str) -> Value:
    """Return the status that this answer gives."""
    (row,) = parse(COLLECTOR, {ASKED: text}, FOUND)
    assert isinstance(row, Reading)
    return row.value


def test_only_a_monitor_that_is_not_libvirts_is_asked() -> None:
    """It serves one client at a time."""
    assert list(COLLECTOR.asks(FOUND)) == [ASKED]


def test_reads_the_status() -> None:
    """QEMU's own word for it."""
    assert status_of(STATUS) == "io-error"


def test_an_unknown_status_is_not_guessed() -> None:
    """Of a later QEMU."""
    assert isinstance(status_of('{"status": "dreaming"}'), Absent)


def test_a_busy_monitor_is_not_a_hung_one() -> None:
    """The reason is the source's."""
    late = Absent(Reason.TIMED_OUT, "the monitor socket: it is busy or hung")
    (row,) = COLLECTOR.parse(Answers({ASKED: late}), FOUND)

    assert isinstance(row, Reading)
    assert row.value == late


@given(grown(STATUS))
def test_any_answer_is_read(text: str) -> None:
    """A state or a reason."""
    assert isinstance(status_of(text), str | Absent)
