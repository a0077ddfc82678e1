"""Tests of how the runs are drawn."""

from lab import catalogue, controls, injections
from lab.herrings import PAIRS
from lab.scoreboard.plan import ALIKE, CEPH_CONTROL_RUNS, CONTROL_RUNS, FULL_RUNS, draw, seeds


def test_calibration_and_score_share_no_seed() -> None:
    """What was learnt from is not scored."""
    assert not set(seeds("calibration")) & {*seeds("scored"), *seeds("alike")}


def test_draw_is_the_same_every_time() -> None:
    """Fixed before anything is scored."""
    assert draw("scored") == draw("scored")


def test_every_fault_gets_its_full_runs() -> None:
    """With full evidence, at or above the threshold; those that look alike get more."""
    full = [
        (run.tier, run.names[0])
        for run in draw("scored")
        if run.kind == "injection" and not run.degraded and run.grade != "sub"
    ]
    made = [catalogue.injection(name) for name in catalogue.names(injections)]
    wanted = {one.fault: FULL_RUNS + len(seeds("alike")) * (one.fault in ALIKE) for one in made}

    assert {one.fault: full.count((one.tier, one.fault)) for one in made} == wanted


def test_every_control_is_run() -> None:
    """Each of a tier as often as the others of it."""
    names = [run.names[0] for run in draw("scored") if run.kind == "control" and run.tier != "T3"]
    runs = {"T1": CONTROL_RUNS, "ceph": CEPH_CONTROL_RUNS}

    for name in catalogue.names(controls):
        assert names.count(name) == runs[catalogue.control(name).tier]


def test_pairs_lie_on_different_paths() -> None:
    """Two faults of one path would hide each other."""
    for run in draw("scored"):
        if run.kind == "pair":
            left, right = (catalogue.injection(name).path for name in run.names)
            assert left != right


def test_each_innocent_fault_lies_beside_a_real_one() -> None:
    """In the scored runs three times."""
    pairs = [run.names for run in draw("scored") if run.kind == "herring"]

    assert len(pairs) == 33
    assert {pairs.count(pair) for pair in PAIRS} == {3}


def test_no_two_runs_share_an_id() -> None:
    """Else the second would never be made."""
    ids = [run.id for run in draw("scored")]

    assert len(ids) == len(set(ids))
