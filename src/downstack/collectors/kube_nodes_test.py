"""Tests of kube_nodes, on what a real cluster answered."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.collectors.kube_cluster import LEASES, NODES, PODS
from downstack.collectors.kube_nodes import COLLECTOR
from downstack.model import Absent, Kind, Reason, Value
from downstack.source import Answers, Raw
from tests.support.grown import grown, parse
from tests.support.tapes import NOTHING, read, rows, tape


def seen(state: str) -> dict[str, Value]:
    """Return the readings of the one node."""
    return read(rows(COLLECTOR, state), Kind.NODE)


def test_healthy_node() -> None:
    """Ready, without a shortage, open; 50 of 2000 milli-CPUs are reserved."""
    node = seen("healthy")

    assert (node["node_ready"], node["node_why_not_ready"]) == ("true", "none")
    assert (node["node_pressure"], node["node_cordoned"]) == ("no", "no")
    assert node["node_allocatable_cpus_count"] == 2
    assert node["node_requested_cpu_ratio"] == pytest.approx(0.025)
    assert node["node_system_uuid"] == "3d1219c7c4c5404aaa1f6d2a48adfda4"
    assert node["node_container_runtime_version"] == "containerd://1.6.20"


def test_node_whose_kubelet_was_stopped_says_nothing() -> None:
    """The control plane says that it misses it; what it last said of shortages is stale."""
    node = seen("kubelet_down")

    assert (node["node_ready"], node["node_why_not_ready"]) == ("unknown", "silent")
    assert node["node_pressure"] == Absent(Reason.STALE, "a kubelet that reports")
    assert node["node_lease_age_seconds"] == pytest.approx(20.436, abs=0.001)


def test_node_whose_runtime_was_stopped_says_so() -> None:
    """The kubelet goes on reporting."""
    node = seen("kubelet_container_runtime_down")

    assert (node["node_ready"], node["node_why_not_ready"]) == ("false", "runtime")


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("10.77.0.1", "10.77.0.1:10250"),
        ("fd00::7", "[fd00::7]:10250"),
        ("fe80::1%eth0", None),
        ("10.77.0.1@evil", None),
        ("worker1", None),
    ],
)
def test_kubelet_listens_at_the_address_of_its_node(address: str, place: str | None) -> None:
    """What is no address is asked by nobody."""
    answers = tape("container_cpu_limit_from_afar")
    told = answers[NODES]
    assert isinstance(told, Raw)
    text = told.text.replace('"address": "10.77.0.1"', f'"address": "{address}"')
    changed = Answers(answers | {NODES: Raw(text, told.at)})
    value = read(list(COLLECTOR.parse(changed, NOTHING)), Kind.NODE)["node_kubelet_place"]

    assert (None if isinstance(value, Absent) else value) == place


def test_cordoned_node() -> None:
    """Closed, with the taint that the control plane adds."""
    node = seen("node_cordoned")

    assert node["node_cordoned"] == "yes"
    assert node["node_taints"] == "node.kubernetes.io/unschedulable:NoSchedule"


def test_tainted_node() -> None:
    """A taint by hand."""
    assert seen("pod_unschedulable_taint")["node_taints"] == "dedicated:NoSchedule"


def test_nodes_that_may_not_be_listed_are_known_by_their_pods() -> None:
    """And every gap names the right."""
    right = Absent(Reason.DENIED, "the right to list nodes (RBAC)")
    answers = Answers(tape("healthy") | {NODES: right})
    node = read(list(COLLECTOR.parse(answers, NOTHING)), Kind.NODE, "worker1")

    assert set(node.values()) == {right}


@pytest.mark.parametrize(
    ("renewed", "offset"),
    [("16:40:00", 0.0), ("16:39:52", 0.0), ("16:42:00", 120.0), ("16:38:00", 110.0)],
)
def test_clock_of_a_node_is_read_off_its_lease(renewed: str, offset: float) -> None:
    """It is renewed every ten seconds: within these nothing is wrong."""
    lease = {
        "metadata": {"name": "worker1", "namespace": "kube-node-lease"},
        "spec": {"renewTime": f"2026-11-24T{renewed}.000000Z"},
    }
    text = json.dumps({"items": [lease], "date": "2026-11-24T16:40:00+00:00"})
    answers = Answers(tape("healthy") | {LEASES: Raw(text, 1.0)})

    node = read(list(COLLECTOR.parse(answers, NOTHING)), Kind.NODE)
    assert node["node_clock_offset_seconds"] == offset


def test_other_signs_of_life_of_a_node() -> None:
    """A lease that a pod on the node holds; that of a namesake elsewhere does not count."""
    held = [("web-7_0a1b", "16:39:58"), ("elsewhere_77", "16:39:59")]
    leases = [
        {
            "metadata": {"name": name, "namespace": "shop"},
            "spec": {"renewTime": f"2026-11-24T{time}Z", "holderIdentity": name},
        }
        for name, time in held
    ]
    pod = {"metadata": {"name": "web-7", "namespace": "shop"}, "spec": {"nodeName": "worker1"}}
    more = {
        LEASES: Raw(json.dumps({"items": leases, "date": "2026-11-24T16:40:00+00:00"}), 1.0),
        PODS: Raw(json.dumps({"items": [pod]}), 1.0),
    }
    found = list(COLLECTOR.parse(Answers(tape("healthy") | more), NOTHING))

    assert read(found, Kind.NODE)["node_other_lease_age_seconds"] == 2


@given(st.data())
def test_grown_answers_never_break_it(data: st.DataObject) -> None:
    """Half an answer is no answer."""
    texts = {r: a.text for r, a in tape("kubelet_down").items() if isinstance(a, Raw)}
    chosen = data.draw(st.sampled_from([NODES, LEASES, PODS]))
    made = parse(COLLECTOR, texts | {chosen: data.draw(grown(texts[chosen]))})

    assert isinstance(made, list)
