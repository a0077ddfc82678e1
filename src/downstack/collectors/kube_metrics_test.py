"""Tests of kube_metrics."""

import pytest
from hypothesis import given

from downstack.collector import Reading
from downstack.collectors.kube_metrics import COLLECTOR, METRICS
from downstack.model import Absent, Entity, Kind, Reason, Snapshot, Value
from downstack.source import Answer, Answers, Raw
from tests.support.grown import grown, parse

CLUSTER = Entity(Kind.KUBE_CLUSTER, "c1")
READY = Snapshot([CLUSTER], [], {CLUSTER: {"kube_cluster_api": "ready"}})
TEXT = """\
apiserver_request_duration_seconds_sum{resource="pods",scope="cluster",verb="LIST"} 0.75
apiserver_request_duration_seconds_count{resource="pods",scope="cluster",verb="LIST"} 30
apiserver_request_duration_seconds_sum{resource="leases",scope="resource",verb="PUT"} 0.25
apiserver_request_duration_seconds_count{resource="leases",scope="resource",verb="PUT"} 70
apiserver_request_duration_seconds_sum{resource="pods",scope="cluster",verb="WATCH"} 5012.5
apiserver_request_duration_seconds_count{resource="pods",scope="cluster",verb="WATCH"} 9
etcd_request_duration_seconds_sum{operation="get",type="*core.Pod"} 1.5e-1
etcd_request_duration_seconds_count{operation="get",type="*core.Pod"} 50
etcd_request_duration_seconds_sum{operation="update",type="*coordination.Lease"} 2.1e-1
etcd_request_duration_seconds_count{operation="update",type="*coordination.Lease"} 70
"""


def seen(answer: Answer) -> dict[str, Value]:
    """Return the readings by name."""
    found = COLLECTOR.parse(Answers({METRICS: answer}), READY)
    return {row.signal.name: row.value for row in found if isinstance(row, Reading)}


def test_only_changes_are_added_up() -> None:
    """Many lists from memory would hide a slow disk, and a watch lasts for minutes."""
    assert seen(Raw(TEXT, 1.0)) == {
        "kube_cluster_api_changes_total": 70,
        "kube_cluster_api_changes_seconds_total": 0.25,
        "kube_cluster_etcd_writes_total": 70,
        "kube_cluster_etcd_writes_seconds_total": 0.21,
    }


def test_asks_only_a_server_that_answers() -> None:
    """A silent one would cost the deadline of two more rounds."""
    silent = Snapshot([CLUSTER], [], {CLUSTER: {"kube_cluster_api": "silent"}})

    assert list(COLLECTOR.asks(READY)) == [METRICS]
    assert list(COLLECTOR.asks(silent)) == []


@pytest.mark.parametrize(
    "absent",
    [Absent(Reason.DENIED, "the right to get /metrics (RBAC)"), Absent(Reason.TIMED_OUT, "x")],
)
def test_missing_right_is_named(absent: Absent) -> None:
    """For each of the counters."""
    assert set(seen(absent).values()) == {absent}


def test_other_servers_count_other_things() -> None:
    """Nothing found is not zero."""
    assert {type(value) for value in seen(Raw("", 1.0)).values()} == {Absent}


@given(grown(TEXT))
def test_grown_texts_never_break_it(text: str) -> None:
    """Numbers or absence."""
    made = parse(COLLECTOR, {METRICS: text}, READY)

    assert all(isinstance(row, Reading) for row in made)
