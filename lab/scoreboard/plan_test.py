"""Tests of how the runs are drawn."""

from itertools import product

from lab import catalogue, controls, injections
from lab.herrings import HERRINGS, REAL
from lab.scoreboard.plan import CONTROL_RUNS, FULL_RUNS, draw, seeds


def test_calibration_and_score_share_no_seed() -> None:
    """What was learnt from is not scored."""
    assert not set(seeds("calibration")) & set(seeds("scored"))


def test_draw_is_the_same_every_time() -> None:
    """Fixed before anything is scored."""
    assert draw("scored") == draw("scored")


def test_every_fault_gets_its_full_runs() -> None:
    """With full evidence, at or above the threshold."""
    full = [
        (run.tier, run.names[0])
        for run in draw("scored")
        if run.kind == "injection" and not run.degraded and run.grade != "sub"
    ]
    made = [catalogue.injection(name) for name in catalogue.names(injections)]

    assert {full.count((one.tier, one.fault)) for one in made} == {FULL_RUNS}


def test_every_control_is_run() -> None:
    """Each kind as often as the others."""
    names = [run.names[0] for run in draw("scored") if run.kind == "control" and run.tier != "T3"]

    assert {names.count(name) for name in catalogue.names(controls)} == {CONTROL_RUNS}


def test_pairs_lie_on_different_paths() -> None:
    """Two faults of one path would hide each other."""
    for run in draw("scored"):
        if run.kind == "pair":
            left, right = (catalogue.injection(name).path for name in run.names)
            assert left != right


def test_each_innocent_fault_lies_beside_each_real_one() -> None:
    """In the scored runs three times."""
    pairs = [run.names for run in draw("scored") if run.kind == "herring"]

    assert len(pairs) == 30
    assert {pairs.count(pair) for pair in product(REAL, (one.name for one in HERRINGS))} == {3}


def test_no_two_runs_share_an_id() -> None:
    """Else the second would never be made."""
    ids = [run.id for run in draw("scored")]

    assert len(ids) == len(set(ids))
