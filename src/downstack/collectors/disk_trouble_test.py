"""Tests of disk_trouble, with answers written by hand in the format of libvirt 9.0."""

from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.disk_trouble import COLLECTOR
from downstack.model import Absent, Connection, Edge, Entity, Kind, Snapshot, Value
from downstack.source import Answer, Answers, Raw, Request, Way
from tests.support.grown import grown

ONE = Entity(Kind.DOMAIN, "u1", "db1")
DISK = Entity(Kind.DISK, "u1/vda", "db1/vda")
STATES = Request(Way.LIBVIRT, "disk_states", ("u1",))
ERRORS = Request(Way.LIBVIRT, "io_errors", ("u1",))
FULL = '{"u1":{"errors":{"vda":2},"jobs":{"vda":{}}}}'
COPYING = (
    '{"u1":{"errors":{},"jobs":{"vda":{"type":2,"bandwidth":0,"cur":1048576,"end":67108864}}}}'
)


def found(process: str = "sleeping") -> Snapshot:
    """A running domain with one disk."""
    return Snapshot(
        (),
        (Connection(Edge.DISK_OF, DISK, ONE),),
        {ONE: {"domain_state": "running", "domain_qemu_process_state": process}},
    )


def values(states: str, errors: str, process: str = "sleeping") -> dict[str, Value]:
    """Return the disk's readings by the name of their signal."""
    answers: dict[Request, Answer] = {STATES: Raw(states, 1.0), ERRORS: Raw(errors, 1.0)}
    rows = list(COLLECTOR.parse(Answers(answers), found(process)))
    assert all(isinstance(row, Reading) and row.entity == DISK for row in rows)
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_reads_a_disk_without_space() -> None:
    """The error on which it stands still."""
    read = values(FULL, '{"u1":{"vda":7}}')

    assert read["disk_error"] == "no_space"
    assert read["disk_io_errors_total"] == 7.0
    assert read["disk_block_job"] == "none"


def test_reads_a_job() -> None:
    """What it is and what is left of it."""
    read = values(COPYING, '{"u1":{"vda":0}}')

    assert read["disk_error"] == "none"
    assert read["disk_block_job"] == "copy"
    assert read["disk_block_job_left_bytes"] == 66060288.0


def test_a_stopped_qemu_is_not_asked() -> None:
    """The question would hang."""
    assert list(COLLECTOR.asks(found("stopped"))) == []
    assert isinstance(values(FULL, "{}", "stopped")["disk_error"], Absent)


@given(grown(COPYING), grown('{"u1":{"vda":7}}'))
def test_any_answer_is_read(states: str, errors: str) -> None:
    """Whatever libvirt answers."""
    for value in values(states, errors).values():
        assert isinstance(value, float | str | Absent)
