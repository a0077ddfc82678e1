"""Real machines once more: what was broken there is named again, and nothing else is."""

from __future__ import annotations

import json
from functools import cache
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from downstack.cli.options import Symptom
from downstack.cli.target import resolve
from downstack.cli.why import SYMPTOM_PATHS
from downstack.fault import Maturity
from downstack.inference.cardinality import INCIDENT
from downstack.inference.diagnose import diagnose
from downstack.inference.ground import Grounded, ground
from downstack.inference.network import NOT_SEEN, Findings
from downstack.inference.search import infer
from downstack.model import Edge, Entity, Kind, Snapshot, Truth
from downstack.model import Path as Way
from downstack.model.verdict import Diagnosis
from downstack.observe import Timing, observe
from downstack.registry import load_catalogue, load_collectors, load_signals
from downstack.sources.bundle import Bundle
from lab import catalogue as lab
from lab import injections

BUNDLES = Path(__file__).with_name("bundles")
INDEX: dict[str, dict[str, Any]] = json.loads((BUNDLES / "index.json").read_text())
CATALOGUE = load_catalogue()
INJECTED = lab.names(injections)
LEAST = log(2)
"""Nats that every sign must move; less is decoration."""
SURE = 1e-12
MANY = 30
"""Faults that had a record when this was written, rounded down."""


def of_kind(kind: str) -> list[str]:
    """Return the bundles of injections, of controls, of pairs or of herrings."""
    return [name for name, row in INDEX.items() if row["run"]["kind"] == kind]


def is_of_a_cluster(name: str) -> bool:
    """Say whether nobody suffered there, and the cluster was asked for its risks."""
    run = INDEX[name]["run"]
    fault = run["names"][0]
    made_here = run["kind"] == "injection" and fault in INJECTED
    return made_here and lab.injection(fault).target == "ceph"


def of_guests() -> list[str]:
    """Return the bundles of injections from which a guest, or a part of Kubernetes, suffers."""
    return [name for name in of_kind("injection") if not is_of_a_cluster(name)]


def of_clusters() -> list[str]:
    """Return the bundles of risks of a cluster."""
    return [name for name in of_kind("injection") if is_of_a_cluster(name)]


def broken(name: str) -> set[str]:
    """Return what the lab had broken there."""
    return set(INDEX[name]["run"]["names"])


def declared(name: str) -> frozenset[Way | None]:
    """Return what its user complained about, where nothing else tells."""
    faults = broken(name).intersection(INJECTED)
    symptoms = {lab.injection(fault).declared for fault in faults}
    return frozenset(SYMPTOM_PATHS[Symptom(one)] for one in symptoms if one)


@cache
def seen(name: str) -> tuple[Snapshot, Entity]:
    """Return the machine and the VM, the cluster or the pod that was looked at."""
    bundle = Bundle(BUNDLES / name)
    timing = Timing(bundle.header.window, 1.5, lambda _: None)
    snapshot = observe(bundle, load_collectors(), load_signals(), timing).snapshot
    if is_of_a_cluster(name):
        return snapshot, snapshot.of_kind(Kind.CEPH_CLUSTER)[0]
    target = INDEX[name]["target"]
    if INDEX[name]["run"]["tier"] == "K8s":
        return snapshot, resolve(target, snapshot)
    return snapshot, next(one for one in snapshot.of_kind(Kind.DOMAIN) if one.key == target)


@cache
def answer(name: str) -> Diagnosis:
    """Return what `why` says of a bundle."""
    snapshot, target = seen(name)
    return diagnose(snapshot, CATALOGUE, target, declared(name))


def test_every_fault_that_counts_as_injected_has_a_fixture() -> None:
    """A fault without a recorded machine is tested by hand-made numbers alone."""
    called = {one.id for one in CATALOGUE.faults if one.maturity is Maturity.INJECTED}
    recorded = set().union(*map(broken, of_kind("injection")))

    assert called & set(INJECTED) - recorded == set()
    assert len(called & recorded) >= MANY


@pytest.mark.parametrize("name", of_guests())
def test_recorded_fault_is_named_first(name: str) -> None:
    """As on the day when it was recorded."""
    assert [cause.fault for cause in answer(name).causes][:1] == INDEX[name]["run"]["names"]


@pytest.mark.parametrize("name", of_clusters())
def test_recorded_trouble_of_a_cluster_is_told(name: str) -> None:
    """As a risk where nobody suffers, as the cause where the cluster does; and no other cause."""
    causes = {cause.fault for cause in answer(name).causes}

    assert broken(name) <= causes | {risk.fault for risk in answer(name).risks}
    assert causes <= broken(name)


@pytest.mark.parametrize("name", of_kind("herring"))
def test_the_real_fault_is_named_beside_an_innocent_one(name: str) -> None:
    """The cluster's own trouble is not blamed for the guest's."""
    real = INDEX[name]["run"]["names"][0]
    causes = answer(name).causes

    assert [cause.fault for cause in causes][:1] == [real]
    assert not [cause for cause in causes if cause.entity.kind.startswith("ceph")]


@pytest.mark.parametrize("name", of_kind("pair"))
def test_both_recorded_faults_are_named(name: str) -> None:
    """One does not hide the other."""
    assert broken(name) <= {cause.fault for cause in answer(name).causes}


@pytest.mark.parametrize("name", of_kind("control"))
def test_recorded_healthy_machine_is_silent(name: str) -> None:
    """Busy is not sick."""
    assert answer(name).causes == ()
    assert answer(name).symptoms == ()


@pytest.mark.parametrize("name", [*of_kind("injection"), *of_kind("pair")])
def test_no_other_fault_fires(name: str) -> None:
    """Unless the pages say that the two are confused."""
    faults = {fault.id: fault for fault in CATALOGUE.faults}
    excused = broken(name).union(*(faults[one].confused_with for one in broken(name)))
    rows = (*answer(name).causes, *answer(name).risks)
    present = {row.fault for row in rows if not faults[row.fault].risk}

    assert present - excused == set()


def log_odds(grounded: Grounded, findings: Findings, fault: int) -> float:
    """Return the log-odds of a hypothesis after these findings."""
    marginal = infer(grounded.network, findings, INCIDENT).marginal[fault]
    return float(np.log(max(marginal, SURE)) - np.log(max(1.0 - marginal, SURE)))


@pytest.mark.parametrize("name", of_guests())
def test_every_sign_counts(name: str) -> None:
    """A sign that was seen and would not have been moves the odds by a factor of two."""
    snapshot, target = seen(name)
    inside = snapshot.follow(target, (Edge.INSIDE,))
    grounded = ground(snapshot, CATALOGUE, (target, *inside), declared(name))
    cause = answer(name).causes[0]
    fault = next(
        index
        for index, one in enumerate(grounded.hypotheses)
        if (one.name, one.entity) == (cause.fault, cause.entity)
    )
    before = log_odds(grounded, grounded.seen, fault)
    for index, finding in enumerate(grounded.findings):
        mine = (finding.node.owner.id, finding.node.entity) == (cause.fault, cause.entity)
        if mine and finding.truth is Truth.TRUE:
            flipped = grounded.seen.copy()
            flipped[index] = NOT_SEEN
            assert before - log_odds(grounded, flipped, fault) >= LEAST, finding.check
