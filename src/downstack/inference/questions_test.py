"""Tests of the answers to the ten questions."""

from downstack.signal import Signal
from downstack.signals import cpu_room, domain, domain_waits, host_cpu, kernel_log, vcpu
from tests.support.machine import Readings, judge

RUNS, PRESSURE, LOGS = 1, 4, 8
COUNTS = {
    log.signals[0]: 0.0
    for log in (
        *(kernel_log.OOM, kernel_log.QEMU_CRASH, kernel_log.SOFT_LOCKUP, kernel_log.HUNG_TASK),
        *(kernel_log.HARDWARE_ERROR, kernel_log.KVM_ERROR, kernel_log.CONNTRACK_FULL),
        kernel_log.SERVER_SILENT,
    )
}


def answer(number: int, changes: Readings | None = None) -> tuple[str, tuple[str, ...]]:
    """Return what one of the ten questions is answered with, and its proof."""
    question = judge(changes).diagnosis.questions[number - 1]
    return question.answer, question.evidence


def test_healthy_host_is_not_under_pressure() -> None:
    """The one question of the ten where no is the good answer."""
    assert answer(PRESSURE)[0] == "no"


def test_full_host_is_under_pressure() -> None:
    """And the one where yes is bad."""
    full: Readings = {
        vcpu.DELAY_RATIO: 0.6,
        vcpu.CONTENTION_RATIO: 0.6,
        domain_waits.MAX_DELAY: 0.6,
        vcpu.WANTED_RATIO: 0.99,
        host_cpu.BUSY_RATIO: 0.999,
        host_cpu.WAITING_RATIO: 0.95,
        cpu_room.IDLE_CPUS_OF_HOST: 0.0,
    }

    assert answer(PRESSURE, full)[0] == "yes: at fault"


def test_stopped_vm_does_not_run() -> None:
    """The state is quoted as the proof."""
    stopped: Readings = {domain.STATE: "shutoff", domain.STATE_REASON: "shutoff_crashed"}

    assert answer(RUNS)[0] == "yes"
    said, proof = answer(RUNS, stopped)
    assert said == "no"
    assert "domain_state_reason shutoff_crashed" in proof


def test_log_that_nobody_read_is_not_clean() -> None:
    """A clean log is a measurement; the line that spoils it is quoted."""
    spoiled: Readings = {**COUNTS, kernel_log.OOM.signals[0]: 2.0}

    assert answer(LOGS, dict(COUNTS))[0] == "yes"
    assert answer(LOGS, spoiled) == ("no", ("host_log_oom_kill_hour_count 2",))
    unread: dict[Signal, float] = dict(list(COUNTS.items())[:1])
    assert answer(LOGS, dict(unread))[0] == "not known"
