"""Tests of kube_events, on what a real cluster answered."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downstack.collectors.kube_cluster import EVENTS, PODS
from downstack.collectors.kube_events import COLLECTOR
from downstack.model import Absent, Kind, Reason
from downstack.source import Answers, Raw
from tests.support.grown import grown, parse
from tests.support.tapes import NOTHING, read, rows, tape


def test_healthy_pod_has_no_trouble() -> None:
    """That it lacks a DNS of the cluster is a warning, and no failure that is counted."""
    found = rows(COLLECTOR, "healthy")
    one, container = read(found, Kind.POD), read(found, Kind.CONTAINER)

    assert {value for name, value in one.items() if name.endswith("_count")} == {0}
    assert str(one["pod_last_trouble"]).startswith("MissingClusterDNS: ")
    assert set(container.values()) == {0, "none"}


def test_readiness_probe_that_fails() -> None:
    """Twice, and the pod is not ready."""
    found = rows(COLLECTOR, "readiness_probe_failing")

    assert read(found, Kind.CONTAINER)["container_readiness_failures_count"] == 2
    assert read(found, Kind.CONTAINER)["container_readiness_answer"] == "refused"
    assert read(found, Kind.POD)["pod_refused_probes_count"] == 2


IN_VAIN = 'Get "http://10.0.0.1/": context deadline exceeded (Client.Timeout exceeded while ...)'
TO_NOBODY = "dial tcp 10.0.0.1:8080: connect: connection refused"
BY_HTTP = f'Get "http://10.0.0.1:8080/": {TO_NOBODY}'
OF_ITS_DATABASE = 'connection to server at "db" (10.0.0.9), port 5432 failed: Connection refused'


@pytest.mark.parametrize("before", ["", "(combined from similar events): "])
@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (IN_VAIN, "late"),
        (TO_NOBODY, "closed"),
        (BY_HTTP, "closed"),
        (OF_ITS_DATABASE, "refused"),
    ],
)
def test_how_a_readiness_probe_failed(before: str, said: str, answer: str) -> None:
    """In the words of a kubelet: its time was up, nobody listened, or the program said no."""
    answers = tape("readiness_probe_failing")
    events = answers[EVENTS]
    assert isinstance(events, Raw)
    whole = json.loads(events.text)
    for one in whole["items"]:
        if one["message"].startswith("Readiness probe"):
            one["message"] = f"{before}Readiness probe failed: {said}"
    answers = answers | {EVENTS: Raw(json.dumps(whole), events.at)}
    found = list(COLLECTOR.parse(Answers(answers), NOTHING))

    assert read(found, Kind.CONTAINER)["container_readiness_answer"] == answer


def test_liveness_probe_that_kills() -> None:
    """Failures and the kill are counted apart; nobody waited for an answer."""
    container = read(rows(COLLECTOR, "liveness_probe_too_strict"), Kind.CONTAINER)

    assert container["container_liveness_failures_count"] == 4
    assert container["container_liveness_kills_count"] >= 1  # type: ignore[operator] # a number
    assert container["container_readiness_failures_count"] == 0


def event(reason: str, message: str, **more: object) -> dict[str, object]:
    """Return an event of the healthy pod's container, seen a minute ago."""
    uid = "f82b6ca9-7461-4bfe-933f-fd5e04fc5786"
    about = {"kind": "Pod", "uid": uid, "fieldPath": "spec.containers{main}"}
    return {
        "metadata": {"name": "e", "namespace": "default"},
        "involvedObject": about,
        "reason": reason,
        "message": message,
        "type": "Warning",
        "count": 3,
        "lastTimestamp": "2026-11-24T16:23:32Z",
        **more,
    }


@pytest.mark.parametrize(
    ("one", "kind", "signal", "count"),
    [
        (event("FailedMount", "timed out"), Kind.POD, "pod_mount_failures_count", 3),
        (event("FailedAttachVolume", "in use"), Kind.POD, "pod_attach_failures_count", 3),
        (event("FailedCreatePodSandBox", "cni"), Kind.POD, "pod_sandbox_failures_count", 3),
        (
            event("Unhealthy", 'Liveness probe failed: Get "http://10.0.0.1/": context deadline '
                  "exceeded (Client.Timeout exceeded while awaiting headers)"),
            Kind.CONTAINER, "container_liveness_late_count", 3,
        ),
        (
            event("Killing", "Container main failed startup probe, will be restarted"),
            Kind.CONTAINER, "container_liveness_kills_count", 3,
        ),
        (event("Killing", "Stopping container main"), Kind.CONTAINER,
         "container_liveness_kills_count", 0),
        (event("FailedMount", "x", lastTimestamp="2026-11-24T16:10:00Z"), Kind.POD,
         "pod_mount_failures_count", 0),
        (event("FailedMount", "x", lastTimestamp=None, count=None, series={
            "count": 8, "lastObservedTime": "2026-11-24T16:24:00.000000Z"}), Kind.POD,
         "pod_mount_failures_count", 8),
    ],
)  # fmt: skip
def test_kinds_of_trouble(one: object, kind: Kind, signal: str, count: float) -> None:
    """By reason and words; what was not repeated for ten minutes is no news."""
    text = json.dumps({"items": [one], "date": "2026-11-24T16:24:32+00:00"})
    answers = Answers(tape("healthy") | {EVENTS: Raw(text, 1.0)})

    assert read(list(COLLECTOR.parse(answers, NOTHING)), kind)[signal] == count


def test_events_that_may_not_be_listed() -> None:
    """No failure is not the same as no right."""
    right = Absent(Reason.DENIED, "the right to list events (RBAC)")
    answers = Answers(tape("healthy") | {EVENTS: right})
    found = list(COLLECTOR.parse(answers, NOTHING))

    assert set(read(found, Kind.POD).values()) == {right}
    assert set(read(found, Kind.CONTAINER).values()) == {right}


@given(st.data())
def test_grown_answers_never_break_it(data: st.DataObject) -> None:
    """Half an answer is no answer."""
    texts = {r: a.text for r, a in tape("liveness_probe_too_strict").items() if isinstance(a, Raw)}
    chosen = data.draw(st.sampled_from([EVENTS, PODS]))
    made = parse(COLLECTOR, texts | {chosen: data.draw(grown(texts[chosen]))})

    assert isinstance(made, list)
