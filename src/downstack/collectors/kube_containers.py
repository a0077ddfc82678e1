"""The containers of pods: do they run, how did they end, what may they use, how they are probed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.kube_cluster import (
    PODS,
    Object,
    is_asked,
    items_of,
    now_of,
    number_at,
    part,
    pod_of,
    quantity,
    rows_at,
    seconds_since,
    text_at,
)
from downstack.collectors.kube_pods import MANY, is_well, last_end, statuses_of, waits_for
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import container
from downstack.source import Answers, Request

_HOUR = 3600.0
_ENDS = {
    "OOMKilled": "out_of_memory",
    "Completed": "completed",
    "Error": "error",
    "ContainerCannotRun": "not_started",
    "StartError": "not_started",
}
_NO_LIMIT = Absent(Reason.NOT_APPLICABLE, "a limit")
_NO_PROBE = Absent(Reason.NOT_APPLICABLE, "a liveness probe")
_NO_END = Absent(Reason.NOT_APPLICABLE, "an end within the last hour")
_NONE_YET = Absent(Reason.NOT_APPLICABLE, "a container that was started")


def container_of(one: Object, name: str) -> Entity:
    """Return a container of a pod by its name."""
    whole = pod_of(one)
    return Entity(Kind.CONTAINER, f"{whole.key}/{name}", f"{whole.name}/{name}")


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (PODS,)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    listed = items_of(answers, PODS)
    if not is_asked(answers) or isinstance(listed, Absent):
        return
    now = now_of(answers, PODS)
    few = len(listed) <= MANY
    for one in listed:
        if few or not is_well(one):
            yield from _containers(one, now)


def _containers(one: Object, now: str) -> Iterator[Row]:
    told = {text_at(status, "name"): status for status in statuses_of(one)}
    lasting = rows_at(one, "spec", "containers")
    first = [spec for spec in rows_at(one, "spec", "initContainers") if _is_news(spec, told)]
    for spec in (*first, *lasting):
        name = text_at(spec, "name")
        if not name:
            continue
        entity = container_of(one, name)
        yield Connection(Edge.CONTAINER_OF, entity, pod_of(one))
        for signal, value in (*_status(told.get(name, {}), now), *_spec(spec)):
            yield Reading(entity, signal, value)


def _is_news(spec: Object, told: dict[str, Object]) -> bool:
    """Return whether an init container has not simply done its work."""
    status = told.get(text_at(spec, "name"), {})
    return bool(status) and part(status, "state", "terminated", "exitCode") != 0


def _status(status: Object, now: str) -> Iterator[tuple[Signal, Value]]:
    states = (n for n in container.STATE.states if isinstance(part(status, "state", n), dict))
    state = next(states, "")
    yield container.STATE, state or _NONE_YET
    why = text_at(status, "state", "waiting", "reason")
    waits = waits_for(why) if why else "start" if state == "waiting" else "nothing"
    yield container.WAITS_FOR, waits if status else _NONE_YET
    yield container.TROUBLE, _trouble(status, why)
    yield container.RESTARTS, number_at(status, "restartCount") if status else _NONE_YET
    yield container.ID, text_at(status, "containerID").rpartition("//")[2] or _NONE_YET
    ended = last_end(status)
    end = end_of(status, now)
    fresh = end != "none"
    yield container.LAST_END, end
    yield container.EXIT_CODE, number_at(ended, "exitCode") if fresh else _NO_END
    life = seconds_since(text_at(ended, "startedAt"), text_at(ended, "finishedAt"))
    yield container.LIFE, life if fresh else _NO_END


def end_of(status: Object, now: str) -> str:
    """Return how a container, or the one before it, ended within the last hour; else "none"."""
    ended = last_end(status)
    age = seconds_since(text_at(ended, "finishedAt"), now)
    if not ended or (isinstance(age, float) and age > _HOUR):
        return "none"
    return _ENDS.get(text_at(ended, "reason"), "other")


def _trouble(status: Object, why: str) -> Value:
    said = text_at(status, "state", "waiting", "message")
    return f"{why}: {said}" if said else why or Absent(Reason.NOT_APPLICABLE, "a reason to wait")


def _spec(spec: Object) -> Iterator[tuple[Signal, Value]]:
    for signal, kind, resource in (
        (container.CPU_LIMIT, "limits", "cpu"),
        (container.CPU_REQUEST, "requests", "cpu"),
        (container.MEMORY_LIMIT, "limits", "memory"),
    ):
        told = part(spec, "resources", kind, resource)
        yield signal, _NO_LIMIT if told is None else quantity(told)
    probe = spec.get("livenessProbe")
    patience, timeout = _patience(probe) if isinstance(probe, dict) else (_NO_PROBE, _NO_PROBE)
    yield container.LIVENESS_PATIENCE, patience
    yield container.LIVENESS_TIMEOUT, timeout


def _patience(probe: Object) -> tuple[Value, Value]:
    """Return for how long no answer is endured, and how long one probe may take."""
    names = ("periodSeconds", "failureThreshold", "timeoutSeconds")
    values = [number_at(probe, name) for name in names]
    period, failures, timeout = (
        value or default if isinstance(value, float) else default
        for value, default in zip(values, (10.0, 3.0, 1.0), strict=True)
    )
    return period * max(0.0, failures - 1) + timeout, timeout


COLLECTOR = Collector(
    id="kube_containers",
    round=Round.DISCOVER,
    level=Level.L1,
    provides=(
        container.STATE,
        container.WAITS_FOR,
        container.TROUBLE,
        container.RESTARTS,
        container.ID,
        container.LAST_END,
        container.EXIT_CODE,
        container.LIFE,
        container.CPU_LIMIT,
        container.CPU_REQUEST,
        container.MEMORY_LIMIT,
        container.LIVENESS_PATIENCE,
        container.LIVENESS_TIMEOUT,
    ),
    asks=_asks,
    parse=_parse,
)
