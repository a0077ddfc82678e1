"""Tests of kube_pods, on what a real cluster answered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.collectors.kube_cluster import PODS
from downstack.collectors.kube_pods import COLLECTOR, refusals_of
from downstack.model import Connection, Edge, Kind, Value
from downstack.signals import pod
from downstack.source import Raw
from tests.support.grown import grown, parse
from tests.support.tapes import read, rows, tape


def seen(state: str) -> dict[str, Value]:
    """Return the readings of the one pod."""
    return read(rows(COLLECTOR, state), Kind.POD)


def test_healthy_pod() -> None:
    """It runs on its node and is ready."""
    one = seen("healthy")

    assert (one["pod_phase"], one["pod_scheduled"], one["pod_failed"]) == ("Running", "yes", "no")
    assert (one["pod_pending_seconds"], one["pod_unready_seconds"]) == (0, 0)
    assert (one["pod_recent_restarts_count"], one["pod_blocked_containers_count"]) == (0, 0)
    assert (one["pod_qos"], one["pod_node"]) == ("Burstable", "worker1")
    assert one["pod_owner"] == "ReplicaSet/shop-c99f44b49"


def test_pod_hangs_on_its_node_and_its_cluster() -> None:
    """By their keys."""
    links = [row for row in rows(COLLECTOR, "healthy") if isinstance(row, Connection)]

    assert {(one.edge, one.cause.key, one.victim.name) for one in links} == {
        (Edge.PLANS, "cluster", "default/shop-c99f44b49-b5xmd"),
        (Edge.RUNS_POD, "worker1", "default/shop-c99f44b49-b5xmd"),
    }


@pytest.mark.parametrize(
    ("state", "signal"),
    [
        ("pod_unschedulable_cpu", "pod_nodes_without_cpu_count"),
        ("pod_unschedulable_memory", "pod_nodes_without_memory_count"),
        ("pod_unschedulable_selector", "pod_nodes_not_matching_count"),
        ("pod_unschedulable_taint", "pod_nodes_tainted_count"),
        ("node_cordoned", "pod_nodes_cordoned_count"),
        ("volume_claim_unbound", "pod_unbound_claims_count"),
    ],
)
def test_scheduler_says_why_the_one_node_refuses(state: str, signal: str) -> None:
    """One reason, and no other."""
    one = seen(state)
    counts = {name for name, value in one.items() if "nodes_" in name or "claims" in name}

    assert one["pod_scheduled"] == "refused"
    assert one[signal] == 1
    assert {one[name] for name in counts - {signal}} == {0}


def test_pod_that_no_scheduler_has_seen() -> None:
    """It has no condition at all, for 15 s."""
    found = rows(COLLECTOR, "scheduler_down")
    one = read(found, Kind.POD, "default/shop-c99f44b49-2656p")

    assert (one["pod_scheduled"], one["pod_pending_seconds"]) == ("unseen", 15)


def test_first_kill_counts_as_a_restart_to_come() -> None:
    """The container has ended and the policy is to start it again."""
    one = seen("container_oom_killed")

    assert one["pod_recent_restarts_count"] == 1


def test_container_without_image_blocks_its_pod() -> None:
    """It has a node, and does not start."""
    one = seen("image_pull_failing")

    assert one["pod_blocked_containers_count"] == 1
    assert one["pod_scheduled"] == "yes"


NEWER = (
    "0/5 nodes are available: 1 node(s) had untolerated taint "
    "{node-role.kubernetes.io/control-plane: }, 1 node(s) had untolerated taint "
    "{node.kubernetes.io/not-ready: }, 1 node(s) were unschedulable, 2 Insufficient cpu, "
    "2 Insufficient memory. preemption: 0/5 nodes are available: 3 Preemption is not helpful for "
    "scheduling, 2 No preemption victims found for incoming pod."
)

OLDER = (
    "0/3 nodes are available: 2 node(s) had taint {dedicated: db}, that the pod didn't tolerate, "
    "1 node(s) didn't match Pod's node affinity/selector."
)


@pytest.mark.parametrize(
    ("message", "counts"),
    [
        (
            NEWER,
            {
                pod.NODES_TAINTED: 1,
                pod.NODES_SICK: 1,
                pod.NODES_CORDONED: 1,
                pod.NODES_WITHOUT_CPU: 2,
                pod.NODES_WITHOUT_MEMORY: 2,
            },
        ),
        (
            OLDER,
            {pod.NODES_TAINTED: 2, pod.NODES_NOT_MATCHING: 1},
        ),
        (
            "0/1 nodes are available: 1 node(s) had volume node affinity conflict.",
            {pod.CLAIMS_UNBOUND: 1},
        ),
        ('persistentvolumeclaim "data" not found', {pod.CLAIMS_UNBOUND: 1}),
        ("0/2 nodes are available: 2 Insufficient nvidia.com/gpu.", {}),
        ("", {}),
    ],
)
def test_sentences_of_the_scheduler(message: str, counts: dict[object, float]) -> None:
    """Of version 1.20 and of later ones; what preemption says is no reason."""
    assert refusals_of(message) == counts


@given(grown(NEWER))
def test_grown_sentences_never_break_it(message: str) -> None:
    """Counts stay counts."""
    assert all(count >= 0 for count in refusals_of(message).values())


@given(st.data())
def test_grown_answers_never_break_it(data: st.DataObject) -> None:
    """Half an answer is no answer."""
    texts = {r: a.text for r, a in tape("container_crash_loop").items() if isinstance(a, Raw)}
    made = parse(COLLECTOR, texts | {PODS: data.draw(grown(texts[PODS]))})

    assert isinstance(made, list)
