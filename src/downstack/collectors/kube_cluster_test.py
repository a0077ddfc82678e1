"""Tests of kube_cluster, on what a real cluster answered."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.collectors.kube_cluster import (
    COLLECTOR,
    DNS,
    LIVES,
    READY,
    SYSTEM,
    quantity,
    seconds_since,
)
from downstack.model import Absent, Kind, Reason, Value
from downstack.source import Answer, Answers, Raw
from tests.support.grown import grown, parse
from tests.support.tapes import NOTHING, read, rows, tape

LEASES = "the right to list leases.coordination.k8s.io (RBAC)"


def with_answers(more: dict[str, Answer]) -> dict[str, Value]:
    """Return the readings of the healthy cluster with these answers beside."""
    requests = {"ready": READY, "lives": LIVES, "dns": DNS, "system": SYSTEM}
    answers = tape("healthy") | {requests[name]: answer for name, answer in more.items()}
    return read(list(COLLECTOR.parse(Answers(answers), NOTHING)), Kind.KUBE_CLUSTER)


def test_healthy_cluster_is_led() -> None:
    """One node, one pod, and both leaders renew."""
    seen = read(rows(COLLECTOR, "healthy"), Kind.KUBE_CLUSTER)

    assert seen["kube_cluster_version"] == "v1.20.2"
    assert (seen["kube_cluster_nodes_count"], seen["kube_cluster_pods_count"]) == (1, 1)
    assert seen["kube_cluster_controller_manager_overdue_seconds"] == 0
    assert seen["kube_cluster_scheduler_overdue_seconds"] == 0


def test_scheduler_that_was_stopped_is_overdue() -> None:
    """Renewed at 16:40:36.466 for 15 s, due after 10 s, seen at 16:40:51."""
    seen = read(rows(COLLECTOR, "scheduler_down"), Kind.KUBE_CLUSTER)

    assert seen["kube_cluster_scheduler_overdue_seconds"] == pytest.approx(4.534, abs=0.001)
    assert seen["kube_cluster_controller_manager_overdue_seconds"] == 0


def test_without_rights_each_gap_names_its_right() -> None:
    """A user of whom nothing is known may ask for the version only."""
    seen = read(rows(COLLECTOR, "viewer"), Kind.KUBE_CLUSTER)

    assert seen["kube_cluster_version"] == "v1.20.2"
    assert seen["kube_cluster_pods_count"] == Absent(Reason.DENIED, "the right to list pods (RBAC)")
    assert seen["kube_cluster_scheduler_overdue_seconds"] == Absent(Reason.DENIED, LEASES)


@pytest.mark.parametrize(
    ("status", "line", "api", "etcd"),
    [
        (200, "[+]ping ok\n[+]etcd ok\n", "ready", "ok"),
        (500, "[+]ping ok\n[-]etcd failed: reason withheld\n", "not_ready", "failed"),
    ],
)
def test_server_says_whether_it_is_ready(status: int, line: str, api: str, etcd: str) -> None:
    """And whether it reaches its etcd."""
    told = json.dumps({"status": status, "seconds": 0.25, "text": line})
    seen = with_answers({"ready": Raw(told, 1.0)})

    assert (seen["kube_cluster_api"], seen["kube_cluster_etcd"]) == (api, etcd)
    assert seen["kube_cluster_api_answer_seconds"] == 0.25


@pytest.mark.parametrize(
    ("absent", "api"),
    [
        (Absent(Reason.TIMED_OUT, "more time"), "silent"),
        (Absent(Reason.TIMED_OUT, "the API server, which took the connection"), "stalled"),
        (Absent(Reason.MISSING, "an API server that listens on a:6443"), "refused"),
        (Absent(Reason.DENIED, "the right"), Absent(Reason.DENIED, "the right")),
    ],
)
def test_server_that_does_not_answer(absent: Absent, api: Value) -> None:
    """Silence and refusal are findings; a missing right is none."""
    assert with_answers({"ready": absent})["kube_cluster_api"] == api


def test_server_that_answers_all_but_whether_it_is_ready_waits_for_its_etcd() -> None:
    """It lives, and says so at once where the question leaves etcd out."""
    late = Absent(Reason.TIMED_OUT, "more time")
    lives = Raw(json.dumps({"status": 200, "seconds": 0.002, "text": "ok"}), 1.0)

    assert with_answers({"ready": late, "lives": lives})["kube_cluster_api"] == "not_ready"
    assert with_answers({"ready": late, "lives": late})["kube_cluster_api"] == "silent"


@pytest.mark.parametrize(
    ("endpoints", "count"),
    [
        ({"subsets": [{"addresses": [{}, {}]}, {"notReadyAddresses": [{}]}]}, 2.0),
        ({"subsets": [{"notReadyAddresses": [{}]}]}, 0.0),
        ({}, 0.0),
    ],
)
def test_dns_addresses_that_are_ready(endpoints: object, count: float) -> None:
    """A service without endpoints has none."""
    seen = with_answers({"dns": Raw(json.dumps(endpoints), 1.0)})

    assert seen["kube_cluster_dns_addresses_count"] == count


def test_cluster_without_kube_dns_has_no_such_number() -> None:
    """It may resolve names in another way."""
    gone = Absent(Reason.MISSING, "an API server that serves /api/v1/...")
    value = with_answers({"dns": gone})["kube_cluster_dns_addresses_count"]

    assert value == Absent(Reason.NOT_APPLICABLE, "a service kube-dns")


@pytest.mark.parametrize(
    ("text", "value"),
    [("100m", 0.1), ("2", 2.0), (2, 2.0), ("64Mi", 67108864.0), ("1k", 1000.0), ("1e3", 1000.0)],
)
def test_quantities(text: object, value: float) -> None:
    """As the documentation of resource units has them."""
    assert quantity(text) == pytest.approx(value)


@given(st.text(max_size=12))
def test_any_quantity_is_a_number_or_absent(text: str) -> None:
    """Never an exception, never endless."""
    value = quantity(text)

    assert isinstance(value, Absent) or 0 <= value < 2.0**80


@given(st.text(max_size=30))
def test_any_time_is_a_number_or_absent(text: str) -> None:
    """Also without a zone."""
    value = seconds_since(text, "2026-11-24T16:40:51+00:00")

    assert isinstance(value, Absent | float)


@given(st.data())
def test_grown_answers_never_break_it(data: st.DataObject) -> None:
    """Half an answer is no answer."""
    texts = {r: a.text for r, a in tape("scheduler_down").items() if isinstance(a, Raw)}
    chosen = data.draw(st.sampled_from(sorted(texts)))
    made = parse(COLLECTOR, texts | {chosen: data.draw(grown(texts[chosen]))})

    assert made
