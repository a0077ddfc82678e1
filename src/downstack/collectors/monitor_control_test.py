"""Tests of monitor_control."""

from pathlib import Path

from hypothesis import given

from downstack.collector import Reading
from downstack.collectors import domains, qemu_processes
from downstack.collectors.monitor_control import COLLECTOR
from downstack.model import Absent, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Request, Way
from tests.support.grown import grown, parse
from tests.support.recorded import look, values

MACHINE = Path(__file__).parent / "domains_test" / "qemu_stopped"
GROUND = (qemu_processes.COLLECTOR, domains.COLLECTOR)
ONE = Entity(Kind.DOMAIN, "u1", "db1")
RUNNING = Snapshot((), (), {ONE: {"domain_state": "running"}})


def readings(control: str) -> dict[str, Value]:
    """Return the readings of one running domain."""
    rows = parse(COLLECTOR, {Request(Way.LIBVIRT, "control", ("u1",)): control}, RUNNING)
    return {row.signal.name: row.value for row in rows if isinstance(row, Reading)}


def test_a_monitor_that_hangs_is_occupied() -> None:
    """8129 ms after the first question that QEMU does not answer."""
    seen = look([*GROUND, COLLECTOR], MACHINE)
    web1, db1 = (values(seen, Kind.DOMAIN, name) for name in ("web1", "db1"))

    assert web1["domain_control_state"] == "occupied"
    assert web1["domain_monitor_silence_seconds"] == 8.129
    assert db1["domain_control_state"] == "ok"
    assert db1["domain_monitor_silence_seconds"] == 0.0


def test_a_stopped_qemu_is_asked_about_too() -> None:
    """The question does not need its monitor."""
    (control,) = COLLECTOR.asks(look(GROUND, MACHINE))

    assert len(control.arguments) == 2


def test_a_domain_that_is_not_in_the_answer_says_so() -> None:
    """It has ended since."""
    gone = Absent(Reason.MISSING, "the domain in libvirt's answer")

    assert set(readings("{}").values()) == {gone}


@given(grown('{"u1":{"state":2,"stateTime":8129}}'))
def test_any_answer_is_read(control: str) -> None:
    """Every signal has a value or a reason."""
    assert len(readings(control)) == len(COLLECTOR.provides)
