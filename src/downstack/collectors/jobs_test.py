"""Tests of jobs."""

import json
from pathlib import Path

from hypothesis import given

from downstack.collector import Reading
from downstack.collectors import domains, qemu_processes
from downstack.collectors.jobs import COLLECTOR
from downstack.model import Absent, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "domains_test" / "qemu_stopped"
GROUND = (qemu_processes.COLLECTOR, domains.COLLECTOR)
ONE = Entity(Kind.DOMAIN, "u1", "db1")
RUNNING = Snapshot((), (), {ONE: {"domain_state": "running"}})
MIGRATING = {"type": 2, "operation": 5, "time_elapsed": 20347, "data_remaining": 117823488}


def readings(jobs: str) -> dict[str, Value]:
    """Return the readings of one running domain."""
    rows = parse(COLLECTOR, {Request(Way.LIBVIRT, "jobs", ("u1",)): jobs}, RUNNING)
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_a_stopped_qemu_is_asked_for_no_job() -> None:
    """The question takes a turn at the monitor."""
    (jobs,) = COLLECTOR.asks(look(GROUND, MACHINE))

    assert len(jobs.arguments) == 1
    web1 = values(look([*GROUND, COLLECTOR], MACHINE), Kind.DOMAIN, "web1")
    assert web1["domain_job"] == Absent(Reason.NOT_ASKED, "a QEMU that is not stopped")


def test_reads_a_migration() -> None:
    """Operation 5 goes out; 20347 ms."""
    found = readings(json.dumps({"u1": MIGRATING}))

    assert found["domain_job"] == "migration_out"
    assert found["domain_job_seconds"] == 20.347


def test_a_domain_that_did_not_answer_says_why() -> None:
    """As the source has marked it."""
    found = readings(json.dumps({"u1": {"absent": "timed_out", "need": "x"}}))

    assert found["domain_job"] == Absent(Reason.TIMED_OUT, "x")


def test_an_operation_of_a_later_version_is_not_guessed() -> None:
    """Nor one that is no number."""
    found = readings(json.dumps({"u1": {"type": 2, "operation": 99}}))

    assert found["domain_job"] == Absent(Reason.MALFORMED, "a known operation")


@given(grown(json.dumps({"u1": MIGRATING})))
def test_any_answer_is_read(jobs: str) -> None:
    """Every signal has a value or a reason."""
    assert len(readings(jobs)) == len(COLLECTOR.provides)
