"""Tests of kube_usage, on a real cluster's pods and their CPU time as metrics-server tells it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.collectors.kube_cluster import PODS, VERSION
from downstack.collectors.kube_usage import COLLECTOR, USAGE
from downstack.model import Absent, Kind, Reason, Value
from downstack.source import Answers, Raw
from tests.support.grown import grown, parse
from tests.support.tapes import NOTHING, read, tape

STATE = "container_cpu_limit_from_afar"


def seen(change: tuple[str, str] = ("", "")) -> Value:
    """Return what the one container uses; of the recorded answer a text is another one."""
    answers = tape(STATE)
    told = answers[USAGE]
    assert isinstance(told, Raw)
    text = told.text.replace(*change) if change[0] else told.text
    found = list(COLLECTOR.parse(Answers(answers | {USAGE: Raw(text, told.at)}), NOTHING))
    return read(found, Kind.CONTAINER)["container_cpu_used_count"]


def test_container_uses_what_its_limit_allows() -> None:
    """200 milli-CPUs are allowed; nano-CPUs are told."""
    assert seen() == pytest.approx(0.2, rel=0.1)


def test_what_is_old_is_not_told() -> None:
    """The day is another one."""
    answers = tape(STATE)
    told = answers[USAGE]
    assert isinstance(told, Raw)
    (one,) = json.loads(told.text)["items"]
    old = seen((one["timestamp"], "2020-01-01T00:00:00Z"))

    assert isinstance(old, Absent)
    assert old.reason is Reason.MISSING


def test_without_metrics_server_that_is_what_is_needed() -> None:
    """The API server does not know the path."""
    (value,) = read(
        list(COLLECTOR.parse(Answers(tape("volume_mount_failing")), NOTHING)), Kind.CONTAINER
    ).values()

    assert value == Absent(Reason.MISSING, "metrics-server in the cluster")


@given(st.data())
def test_grown_answers_never_break_it(data: st.DataObject) -> None:
    """Half an answer is no answer."""
    texts = {r: a.text for r, a in tape(STATE).items() if isinstance(a, Raw)}
    wanted = {request: texts[request] for request in (PODS, USAGE, VERSION)}
    made = parse(COLLECTOR, wanted | {USAGE: data.draw(grown(texts[USAGE]))})

    assert isinstance(made, list)
