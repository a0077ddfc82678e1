"""Tests of kube_containers, on what a real cluster answered."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.collectors.kube_cluster import PODS, VERSION
from downstack.collectors.kube_containers import COLLECTOR
from downstack.collectors.kube_pods import MANY
from downstack.model import Absent, Kind, Reason, Value
from downstack.source import Raw, Request
from tests.support.grown import grown, parse
from tests.support.tapes import read, rows, tape


def seen(state: str) -> dict[str, Value]:
    """Return the readings of the one container."""
    return read(rows(COLLECTOR, state), Kind.CONTAINER)


def test_healthy_container() -> None:
    """200 milli-CPUs and 64 MiB at most, 50 reserved, no probe."""
    one = seen("healthy")

    assert (one["container_state"], one["container_waits_for"]) == ("running", "nothing")
    assert (one["container_last_end"], one["container_restarts_count"]) == ("none", 0)
    assert one["container_cpu_limit_count"] == pytest.approx(0.2)
    assert one["container_memory_limit_bytes"] == 64 * 1024 * 1024
    assert one["container_liveness_patience_seconds"] == Absent(
        Reason.NOT_APPLICABLE, "a liveness probe"
    )
    assert str(one["container_id"]).startswith("8873df5da478")


def test_killed_for_memory() -> None:
    """137 is 128 + SIGKILL; it lived for a second."""
    one = seen("container_oom_killed")

    assert (one["container_last_end"], one["container_exit_code_count"]) == ("out_of_memory", 137)
    assert one["container_last_life_seconds"] == 1


def test_crash_loop() -> None:
    """It ended by itself."""
    one = seen("container_crash_loop")

    assert one["container_last_end"] == "error"
    assert one["container_restarts_count"] > 0  # type: ignore[operator] # it is a number


@pytest.mark.parametrize(
    ("state", "waits"),
    [("image_pull_failing", "image"), ("container_config_missing", "configuration")],
)
def test_what_it_waits_for(state: str, waits: str) -> None:
    """The kubelet's reason, by what it means; its words beside."""
    one = seen(state)

    assert (one["container_state"], one["container_waits_for"]) == ("waiting", waits)
    assert isinstance(one["container_trouble"], str)


def test_patience_of_a_strict_probe() -> None:
    """One second for each of a few probes."""
    patience = seen("liveness_probe_too_strict")["container_liveness_patience_seconds"]

    assert isinstance(patience, float)
    assert 0 < patience <= 15


def test_many_pods_that_are_well_have_no_containers() -> None:
    """A cluster of thousands costs what is sick."""
    (one,) = json.loads(_text(PODS))["items"]
    well = [
        json.loads(json.dumps(one).replace("f82b6ca9", f"{number:08x}"))
        for number in range(MANY + 1)
    ]
    well[7]["status"]["containerStatuses"][0]["ready"] = False
    made = parse(COLLECTOR, {PODS: json.dumps({"items": well}), VERSION: _text(VERSION)})

    names = {row.entity.key for row in made if hasattr(row, "entity")}
    assert names == {"00000007-7461-4bfe-933f-fd5e04fc5786/main"}


def _text(request: Request) -> str:
    answer = tape("healthy")[request]
    assert isinstance(answer, Raw)
    return answer.text


@given(st.data())
def test_grown_answers_never_break_it(data: st.DataObject) -> None:
    """Half an answer is no answer."""
    texts = {r: a.text for r, a in tape("container_crash_loop").items() if isinstance(a, Raw)}
    made = parse(COLLECTOR, texts | {PODS: data.draw(grown(texts[PODS]))})

    assert isinstance(made, list)
