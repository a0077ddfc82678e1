"""Tests of what the scoreboard counts."""

from __future__ import annotations

from typing import Any

from lab.scoreboard.score import calibration_error, never_made, score, wilson

LAYERS = {"disk": "storage", "quota": "management"}


def record(
    injected: tuple[str, ...],
    named: dict[str, float],
    *,
    kind: str = "injection",
    grade: str = "plain",
    degraded: str = "",
) -> dict[str, Any]:
    """Return the record of one run in which these faults were named."""
    causes = [
        {
            "fault": fault,
            "layer": LAYERS[fault],
            "probability": p,
            "entity": {"kind": "ceph_osd" if fault == "disk" else "domain"},
        }
        for fault, p in named.items()
    ]
    answer = {"answer": "cause" if named else "undecided", "causes": causes, "risks": []}
    run = {"kind": kind, "names": injected, "grade": grade, "degraded": degraded, "tier": "T1"}
    return {"status": "done", "run": run, "answer": answer}


def test_wilson_bounds_by_hand() -> None:
    """Five of five are at least .566 (Wilson 1927, z = 1.96)."""
    low, high = wilson(5, 5)

    assert round(low, 3) == 0.566
    assert high == 1.0


def test_nothing_known_spans_everything() -> None:
    """No run says nothing."""
    assert wilson(0, 0) == (0.0, 1.0)


def test_undecided_is_not_right_and_counted_apart() -> None:
    """One right, one undecided: half."""
    summary = score([record(("disk",), {"disk": 0.9}), record(("disk",), {})], LAYERS)["summary"]

    assert summary["cause_top1"] == 0.5
    assert summary["undecided"] == 1
    assert summary["wrong"] == 0


def test_named_on_a_healthy_machine_is_a_false_cause() -> None:
    """Every name counts."""
    wrong = record(("idle",), {"disk": 0.9, "quota": 0.8}, kind="control", grade="healthy")

    assert score([wrong], LAYERS)["summary"]["false_causes"] == 2


def test_degraded_and_faint_runs_stay_out_of_the_summary() -> None:
    """They are strata of their own."""
    board = score(
        [
            record(("disk",), {"quota": 0.9}, degraded="l1"),
            record(("disk",), {}, grade="sub"),
            record(("disk",), {"disk": 0.9}),
        ],
        LAYERS,
    )

    assert board["summary"]["runs"] == 1
    assert board["strata"]["degraded"]["wrong"] == 1
    assert board["strata"]["sub_threshold"]["undecided"] == 1


def test_pair_needs_both() -> None:
    """One of two is not both."""
    pairs = [
        record(("disk", "quota"), {"disk": 0.9, "quota": 0.9}, kind="pair"),
        record(("disk", "quota"), {"disk": 0.9}, kind="pair"),
    ]

    assert score(pairs, LAYERS)["summary"]["double_both"] == 0.5


def test_confusions_name_what_was_said_instead() -> None:
    """For the next change of the catalogue."""
    board = score([record(("disk",), {"quota": 0.9})], LAYERS)

    assert board["pairs"] == [{"injected": "disk", "named": "quota", "runs": 1}]


def test_calibration_error_by_hand() -> None:
    """Two said .9, one was right: a gap of .4."""
    rows = [record(("disk",), {"disk": 0.9}), record(("disk",), {"quota": 0.9})]

    assert calibration_error(rows) == 0.4


def test_a_risk_counts_where_the_cluster_was_asked_for_it() -> None:
    """It is no cause, and nobody suffers."""
    asked = record(("disk",), {}) | {"asked": "ceph"}
    asked["run"]["tier"] = "ceph"
    asked["answer"]["risks"] = [{"fault": "disk", "layer": "storage"}]
    board = score([asked], LAYERS)

    assert board["summary"]["cause_top1"] == 1.0
    assert board["summary"]["layer_top1"] == 1.0
    assert board["strata"]["ceph"]["runs"] == 1


def test_a_risk_of_a_guest_is_not_its_cause() -> None:
    """Listed as present, and not named."""
    listed = record(("disk",), {})
    listed["answer"]["risks"] = [{"fault": "disk", "layer": "storage"}]

    assert score([listed], LAYERS)["summary"]["cause_top1"] == 0.0


def test_an_innocent_fault_must_not_be_blamed() -> None:
    """The quota is real, the disk is not; named beside it, it is a false cause."""
    names = ("quota", "disk")
    board = score(
        [
            record(names, {"quota": 0.9}, kind="herring"),
            record(names, {"quota": 0.9, "disk": 0.6}, kind="herring"),
            record(names, {"disk": 0.9}, kind="herring"),
        ],
        LAYERS,
    )
    herrings = board["strata"]["red_herring"]

    assert herrings["cause_top1"] == 0.6667
    assert herrings["false_causes"] == 2
    assert herrings["wrong"] == 1


def test_chain_from_the_osd_up_to_the_pod_is_right_only_as_a_whole() -> None:
    """With each hop, and of the right entity; the slowest look is on record."""
    hops = ["ceph_osd", "ceph_pool", "disk", "domain", "pod"]
    whole = record(("disk",), {"disk": 0.9}) | {"wrong": "", "answer_seconds": 6.5}
    whole["answer"]["causes"][0]["chain"] = [{"entity": {"kind": kind}} for kind in hops]
    gap = record(("disk",), {"disk": 0.9}) | {"wrong": "", "collect_seconds": 4.0}
    gap["answer"]["causes"][0]["chain"] = [{"entity": {"kind": kind}} for kind in hops[1:]]
    other = record(("disk",), {"disk": 0.9}) | {"wrong": "another OSD first"}
    summary = score([whole, gap, other, record(("disk",), {"disk": 0.9})], LAYERS)["summary"]

    assert summary["chain"] == round(1 / 3, 4)
    assert summary["slowest"] == 6.5


def test_never_made_is_what_was_aborted_and_not_made_again() -> None:
    """One was aborted and made later, one was aborted twice, one was made at once."""
    states = (("a", "aborted"), ("b", "aborted"), ("a", "done"), ("b", "aborted"), ("c", "done"))
    rows = [{"run": {"id": name}, "status": status} for name, status in states]

    assert never_made(rows) == ["b"]


def test_what_is_declared_is_scored_apart_from_the_real_cluster() -> None:
    """A layer of the same name as a platform is a stratum of its own."""
    rows = []
    for target in ("pod/default/shop", "node/worker1", "vmi/default/shop"):
        rows.append(record(("quota",), {"quota": 0.9}) | {"target": target})
        rows[-1]["run"]["tier"] = "K8s"
    strata = score(rows, {"quota": "kubernetes"})["strata"]

    assert strata["kubernetes"]["runs"] == 2
    assert strata["declared"]["runs"] == 1
    assert strata["layer kubernetes"]["runs"] == 3
