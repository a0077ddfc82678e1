"""Tests of kube_summary, on a real cluster's pods and what their kubelet has counted."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.collectors import kube_containers, kube_nodes, kube_pods, kube_usage
from downstack.collectors.kube_summary import COLLECTOR, MANY
from downstack.derive import rows_of
from downstack.model import Absent, Connection, Edge, Entity, Kind, Reason, Snapshot, Value
from downstack.signals import container, node, pod
from downstack.source import Answer, Answers, Raw, Request, Way
from tests.support.grown import grown, parse
from tests.support.tapes import read, rows, tape

STATE = "container_cpu_limit_by_kubelet"
BEFORE = (kube_nodes, kube_pods, kube_containers, kube_usage)


def found() -> Snapshot:
    """Return what is known before a kubelet is asked."""
    seen = [row for one in BEFORE for row in rows(one.COLLECTOR, STATE)]
    links = [row for row in seen if isinstance(row, Connection)]
    entities = [row for row in seen if isinstance(row, Entity)]
    readings = rows_of(row for row in seen if not isinstance(row, Entity | Connection))
    return Snapshot(entities, links, {one: dict(values) for one, values in readings.items()})


def question() -> Request:
    """Return the one question to a kubelet that was recorded."""
    (request,) = (one for one in tape(STATE) if one.way is Way.KUBELET)
    return request


def used(answer: Answer) -> Value:
    """Return the CPUs that the one container uses."""
    told = list(COLLECTOR.parse(Answers({question(): answer}), found()))
    return read(told, Kind.CONTAINER)["container_cpu_used_count"]


def changed(**row: Any) -> Raw:
    """Return the recorded answer with another measurement of the container's CPU."""
    answer = tape(STATE)[question()]
    assert isinstance(answer, Raw)
    whole = json.loads(answer.text)
    for one in whole["pods"]:
        for each in one["containers"]:
            each["cpu"] |= row
    return Raw(json.dumps(whole), answer.at)


def test_kubelet_of_a_limited_container_is_asked() -> None:
    """Nobody else has told what it uses."""
    assert list(COLLECTOR.asks(found())) == [question()]


def test_container_uses_what_its_limit_allows() -> None:
    """200 milli-CPUs are allowed; nano-CPUs are told."""
    assert used(tape(STATE)[question()]) == pytest.approx(0.2, rel=0.15)


def test_kubelet_is_not_asked_for_what_metrics_server_has_told() -> None:
    """Two programs that count the same."""
    known = found()
    for one in known.of_kind(Kind.CONTAINER):
        known.readings[one][container.CPU_USED.name] = 0.2  # type: ignore[index] # a test's

    assert list(COLLECTOR.asks(known)) == []


@pytest.mark.parametrize(
    "row",
    [
        {"time": "2020-01-01T00:00:00Z"},
        {"time": "yesterday"},
        {"usageNanoCores": None},
        {"usageNanoCores": -1},
        {"usageNanoCores": True},
        {"usageNanoCores": "200000000"},
    ],
)
def test_what_is_old_or_no_count_is_not_told(row: dict[str, Any]) -> None:
    """The day is another one, or it was measured only once."""
    assert isinstance(used(changed(**row)), Absent)


def test_refusal_says_which_right_would_tell() -> None:
    """It is of more use than what metrics-server would need."""
    denied = Absent(Reason.DENIED, "the right to get nodes/stats (RBAC)")

    assert used(denied) == denied


def test_without_a_source_nothing_is_said() -> None:
    """What others have said stays."""
    assert list(COLLECTOR.parse(Answers({}), found())) == []


def test_of_many_nodes_those_with_pods_that_are_not_ready_are_asked() -> None:
    """A large cluster is not asked as a whole."""
    links: list[Connection] = []
    readings: dict[Entity, dict[str, Value]] = {}
    for number in range(3 * MANY):
        host = Entity(Kind.NODE, f"n{number:02}", f"n{number:02}")
        one = Entity(Kind.POD, f"p{number:02}", f"shop/p{number:02}")
        each = Entity(Kind.CONTAINER, f"p{number:02}/api", f"shop/p{number:02}/api")
        links += [Connection(Edge.RUNS_POD, host, one), Connection(Edge.CONTAINER_OF, each, one)]
        readings[host] = {node.KUBELET_PLACE.name: f"10.0.0.{number + 1}:10250"}
        readings[one] = {pod.UNREADY.name: 30.0 if number == 2 * MANY else 0.0}
        readings[each] = {container.CPU_LIMIT.name: 1.0}
    asked = [one.what.partition(":")[0] for one in COLLECTOR.asks(Snapshot((), links, readings))]

    assert asked == [f"10.0.0.{2 * MANY + 1}", *(f"10.0.0.{n + 1}" for n in range(MANY - 1))]


@given(st.data())
def test_grown_answers_never_break_it(data: st.DataObject) -> None:
    """Half an answer is no answer."""
    answer = tape(STATE)[question()]
    assert isinstance(answer, Raw)
    for row in parse(COLLECTOR, {question(): data.draw(grown(answer.text))}, found()):
        assert isinstance(row, Entity | Connection) or row.signal is container.CPU_USED
