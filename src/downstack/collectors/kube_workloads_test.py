"""Tests of kube_workloads, on what a real cluster answered."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.collectors.kube_cluster import PODS
from downstack.collectors.kube_workloads import COLLECTOR, KINDS
from downstack.model import Absent, Connection, Edge, Kind, Value
from downstack.source import Answers, Raw
from tests.support.grown import grown, parse
from tests.support.tapes import NOTHING, read, rows, tape


def seen(state: str) -> dict[str, Value]:
    """Return the readings of the one workload."""
    return read(rows(COLLECTOR, state), Kind.WORKLOAD)


def test_healthy_deployment_has_its_pod() -> None:
    """One wanted, one ready, nothing refused."""
    one = seen("healthy")

    assert one["workload_wanted_pods_count"] == 1
    assert one["workload_ready_pods_count"] == 1
    assert one["workload_missing_pods_count"] == 0
    assert one["workload_unobserved_changes_count"] == 0
    assert one["workload_pods_refused"] == "no"


def test_quota_refuses_pods() -> None:
    """The controller keeps the refusal."""
    one = seen("quota_exceeded")

    assert one["workload_pods_refused"] == "quota"
    assert one["workload_missing_pods_count"] > 0  # type: ignore[operator] # it is a number
    assert "exceeded quota: few" in str(one["workload_trouble"])


def test_pod_is_owned_by_the_deployment_behind_its_set() -> None:
    """And the cluster steers the deployment."""
    links = [row for row in rows(COLLECTOR, "healthy") if isinstance(row, Connection)]

    assert {(one.edge, one.cause.key, one.victim.name) for one in links} == {
        (Edge.OWNS, "default/Deployment/shop", "default/shop-c99f44b49-b5xmd"),
        (Edge.STEERS, "cluster", "default/Deployment/shop"),
    }


@pytest.mark.parametrize(
    ("kind", "one", "missing"),
    [
        ("StatefulSet", {"spec": {"replicas": 3}, "status": {"replicas": 1}}, 2),
        ("DaemonSet", {"status": {"desiredNumberScheduled": 5, "currentNumberScheduled": 5}}, 0),
        ("Job", {"spec": {"parallelism": 2}, "status": {"active": 1}}, 1),
        (
            "Job",
            {"spec": {}, "status": {"conditions": [{"type": "Complete", "status": "True"}]}},
            0,
        ),
        ("Job", {"spec": {"suspend": True}, "status": {}}, 0),
    ],
)
def test_other_kinds_of_workload(kind: str, one: dict[str, object], missing: float) -> None:
    """Each counts in its own words."""
    whole = {"metadata": {"name": "w", "namespace": "n"}, **one}
    more = {KINDS[kind]: Raw(json.dumps({"items": [whole]}), 1.0)}
    found = list(COLLECTOR.parse(Answers(tape("healthy") | more), NOTHING))

    assert read(found, Kind.WORKLOAD, f"n/{kind}")["workload_missing_pods_count"] == missing


def test_workloads_that_may_not_be_listed_are_not_empty() -> None:
    """A user without rights sees none, and no workload is called short."""
    found = rows(COLLECTOR, "viewer")

    assert found == []
    assert isinstance(tape("viewer")[PODS], Absent)


@given(st.data())
def test_grown_answers_never_break_it(data: st.DataObject) -> None:
    """Half an answer is no answer."""
    texts = {r: a.text for r, a in tape("quota_exceeded").items() if isinstance(a, Raw)}
    chosen = data.draw(st.sampled_from([KINDS["Deployment"], PODS]))
    made = parse(COLLECTOR, texts | {chosen: data.draw(grown(texts[chosen]))})

    assert isinstance(made, list)
