"""Cases of qemu_oom_killed."""

from downstack.model import Absent, Layer, Path, Reason, Value
from downstack.model.verdict import Standing
from downstack.signal import Signal
from downstack.signals import domain, oom
from tests.support.machine import judge

ID = "qemu_oom_killed"
GONE: dict[Signal, Value] = {domain.STATE: "shutoff", domain.STATE_REASON: "shutoff_crashed"}
KILLED: dict[Signal, Value] = {oom.KILLS_ON_HOST: 1.0, oom.KILL_GAP: 0.8}
"""A lab guest whose QEMU ran into the limit of its memory cgroup."""


def test_fires() -> None:
    """QEMU vanished in the second in which the kernel killed one."""
    judged = judge(GONE | KILLED)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_crash() -> None:
    """The kernel killed nobody."""
    assert judge(GONE).probability(ID) < 0.5


def test_twin_is_a_crash_on_a_host_that_killed_another_vm() -> None:
    """Half an hour apart."""
    assert judge(GONE | {oom.KILLS_ON_HOST: 1.0, oom.KILL_GAP: 1800.0}).probability(ID) < 0.5


def test_vm_that_was_shut_down_is_excluded_by_a_gate() -> None:
    """Libvirt knows who ended it."""
    ended = {domain.STATE: "shutoff", domain.STATE_REASON: "shutoff_destroyed"}

    assert judge(ended | KILLED).probability(ID) == 0.0


def test_blind_is_undecided() -> None:
    """Without the kernel's log a crash and a kill look the same."""
    denied = Absent(Reason.DENIED)
    judged = judge(GONE | dict.fromkeys(KILLED, denied))

    assert judged.probability(ID) < 0.8
    assert judged.standing(Layer.HOST, Path.MEMORY) is not Standing.EXONERATED
