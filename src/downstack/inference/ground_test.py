"""Tests of how the catalogue is laid over a snapshot."""

from downstack.inference.ground import ground
from downstack.inference.network import SEEN, UNKNOWN
from downstack.model import Path, Truth
from tests.support.small_catalogue import CATALOGUE, DISK, DOMAIN, snapshot
from tests.support.small_catalogue import UNKNOWN as DENIED


def test_cone_holds_what_can_hurt_the_target_causes_first() -> None:
    """Private effects, then the disk, then the symptoms."""
    grounded = ground(snapshot(0.1, limit="set"), CATALOGUE, (DOMAIN,))

    assert [node.owner.id for node in grounded.nodes] == [
        "throttled",
        "disk_slow",
        "domain_cpu_waits",
        "domain_disk_waits",
    ]


def test_false_gate_removes_the_fault_and_is_kept_as_the_reason() -> None:
    """A disk without a limit cannot be throttled."""
    grounded = ground(snapshot(0.1, limit="none"), CATALOGUE, (DOMAIN,))

    assert [gate.owner.id for gate in grounded.gated] == ["throttled"]
    assert "throttled" not in {hypothesis.name for hypothesis in grounded.hypotheses}


def test_unknown_gate_keeps_the_fault() -> None:
    """Who could not look cannot exclude."""
    grounded = ground(snapshot(0.1, limit=DENIED), CATALOGUE, (DOMAIN,))

    assert "throttled" in {hypothesis.name for hypothesis in grounded.hypotheses}


def test_one_raw_counter_votes_once() -> None:
    """Two signals of one counter are one finding (D10)."""
    grounded = ground(snapshot(0.1), CATALOGUE, (DOMAIN,))
    of_disk = [f for f in grounded.findings if f.node.owner.id == "disk_slow"]

    assert [f.truth for f in of_disk] == [Truth.TRUE]


def test_absent_reading_is_an_unknown_finding() -> None:
    """Not a healthy one."""
    grounded = ground(snapshot(DENIED), CATALOGUE, (DOMAIN,))
    disk = [i for i, f in enumerate(grounded.findings) if f.node.entity == DISK]

    assert {int(grounded.seen[i]) for i in disk} == {UNKNOWN}


def test_every_shared_effect_has_an_unlisted_cause() -> None:
    """So that a fault nobody wrote down does not accuse one that somebody did."""
    grounded = ground(snapshot(0.1), CATALOGUE, (DOMAIN,))
    names = {hypothesis.name for hypothesis in grounded.hypotheses if hypothesis.fault is None}

    assert names == {
        "unlisted:disk_slow",
        "unlisted:domain_cpu_waits",
        "unlisted:domain_disk_waits",
    }


def test_what_a_person_declares_is_a_finding_of_the_symptom() -> None:
    """`--symptom disk` speaks for the symptom on the storage path."""
    grounded = ground(snapshot(DENIED), CATALOGUE, (DOMAIN,), frozenset({Path.STORAGE}))
    declared = [i for i, f in enumerate(grounded.findings) if f.check is None]

    assert [int(grounded.seen[i]) for i in declared] == [SEEN]
