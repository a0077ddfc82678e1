"""Cases of numa_misplaced; the readings are argued, not yet read in the lab."""

from downstack.model import Absent, Layer, Path, Reason, Value
from downstack.model.verdict import Standing
from downstack.signal import Signal
from downstack.signals import cpu_room, domain_numa
from tests.support.machine import judge

ID = "numa_misplaced"
PINNED: dict[Signal, Value] = {cpu_room.MAX_FORBIDDEN_CPUS: 2.0}
FAR: dict[Signal, Value] = {
    domain_numa.FORBIDDEN_RATIO: 0.97,
    domain_numa.REMOTE_RATIO: 0.97,
}


def test_fires() -> None:
    """Pinned to node 0, memory on node 1."""
    judged = judge(PINNED | FAR)

    assert judged.named == (ID,)
    assert judged.probability(ID) >= 0.8


def test_twin_is_a_vcpu_that_happens_to_run_elsewhere() -> None:
    """It may come back at any moment: remote, but nothing forbids it."""
    floating = {domain_numa.FORBIDDEN_RATIO: 0.0, domain_numa.REMOTE_RATIO: 0.97}

    assert judge(floating).diagnosis.answer == "healthy"
    assert judge(floating | PINNED).probability(ID) < 0.5


def test_blind_is_undecided() -> None:
    """A guest in huge pages: nobody knows on which node it is."""
    hidden = dict.fromkeys(FAR, Absent(Reason.NOT_APPLICABLE))
    judged = judge(PINNED | hidden)

    assert judged.named == ()
    assert judged.standing(Layer.HOST, Path.MEMORY) is not Standing.EXONERATED
