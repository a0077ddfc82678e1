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


def readings(jobs: str, control: str = "{}") -> dict[str, Value]:
    """Return the readings of one running domain."""
    texts = {
        Request(Way.LIBVIRT, "jobs", ("u1",)): jobs,
        Request(Way.LIBVIRT, "control", ("u1",)): control,
    }
    rows = parse(COLLECTOR, texts, RUNNING)
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_a_monitor_that_hangs_is_occupied() -> None:
    """8129 ms after the first question that QEMU does not answer."""
    seen = look([*GROUND, COLLECTOR], MACHINE)
    web1, db1 = (values(seen, Kind.DOMAIN, name) for name in ("web1", "db1"))

    assert web1["domain_control_state"] == "occupied"
    assert web1["domain_control_seconds"] == 8.129
    assert db1["domain_control_state"] == "ok"
    assert db1["domain_job"] == "none"


def test_a_stopped_qemu_is_asked_for_no_job() -> None:
    """The job takes a turn at the monitor; the state of the monitor does not."""
    found = look(GROUND, MACHINE)
    jobs, control = COLLECTOR.asks(found)

    assert [len(jobs.arguments), len(control.arguments)] == [1, 2]
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
    assert found["domain_control_state"] == Absent(Reason.MISSING, "the domain in libvirt's answer")


def test_an_operation_of_a_later_version_is_not_guessed() -> None:
    """Nor one that is no number."""
    found = readings(json.dumps({"u1": {"type": 2, "operation": 99}}))

    assert found["domain_job"] == Absent(Reason.MALFORMED, "a known operation")


@given(grown(json.dumps({"u1": MIGRATING})), grown('{"u1":{"state":2,"stateTime":8129}}'))
def test_any_answer_is_read(jobs: str, control: str) -> None:
    """Every signal has a value or a reason."""
    assert len(readings(jobs, control)) == len(COLLECTOR.provides)
