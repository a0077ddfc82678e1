"""What the cluster's events say of pods: failing probes, mounts, attachments and sandboxes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.kube_cluster import (
    EVENTS,
    PODS,
    Object,
    condition,
    is_asked,
    items_of,
    now_of,
    number_at,
    pod_of,
    rows_at,
    seconds_since,
    text_at,
)
from downstack.collectors.kube_containers import container_of
from downstack.collectors.kube_pods import MANY, RECENT, is_starting, is_well
from downstack.model import Absent, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import container, pod
from downstack.source import Answers, Request

_OF_POD = {
    "FailedMount": pod.MOUNT_FAILURES,
    "FailedMapVolume": pod.MOUNT_FAILURES,
    "FailedAttachVolume": pod.ATTACH_FAILURES,
    "FailedCreatePodSandBox": pod.SANDBOX_FAILURES,
    "FailedPodSandBoxStatus": pod.SANDBOX_FAILURES,
}
_OF_CONTAINER = (
    container.LIVENESS_KILLS,
    container.LIVENESS_FAILURES,
    container.LIVENESS_LATE,
    container.READINESS_FAILURES,
)
_COMBINED = "(combined from similar events): "
"""What stands before the newest message where ten that differ were told (client-go's events)."""
_LATE = ("timeout", "timed out", "deadline", "request canceled")
_CLOSED = re.compile(r"probe failed: (?:Get \S+ )?dial tcp \S+ connect: connection refused")
"""The kubelet's own words; what a program in an exec probe says of its database is none of them."""
_KILLED = ("failed liveness probe", "failed startup probe")


@dataclass(frozen=True, slots=True)
class Told:
    """One event that is news: its reason, its message, how often, and whose container."""

    reason: str
    message: str
    count: float
    container: str
    age: float
    is_warning: bool


def last_seen(event: Object) -> str:
    """Return when an event was last repeated."""
    for way in (("series", "lastObservedTime"), ("lastTimestamp",), ("eventTime",)):
        if time := text_at(event, *way):
            return time
    return text_at(event, "metadata", "creationTimestamp")


def news_of(answers: Answers) -> dict[str, list[Told]] | Absent:
    """Return the recent events by the UID of what they are about, or why there are none."""
    events, now = items_of(answers, EVENTS), now_of(answers, EVENTS)
    if isinstance(events, Absent):
        return events
    found: dict[str, list[Told]] = defaultdict(list)
    for event in events:
        age = seconds_since(last_seen(event), now)
        if not isinstance(age, float) or age > RECENT:
            continue
        told = Told(
            text_at(event, "reason"),
            text_at(event, "message").removeprefix(_COMBINED),
            _times(event),
            _container(text_at(event, "involvedObject", "fieldPath")),
            age,
            text_at(event, "type") == "Warning",
        )
        found[text_at(event, "involvedObject", "uid")].append(told)
    return found


def _times(event: Object) -> float:
    for way in (("series", "count"), ("count",)):
        count = number_at(event, *way)
        if isinstance(count, float) and count > 0:
            return count
    return 1.0


def _container(path: str) -> str:
    """Return NAME of "spec.containers{NAME}"."""
    return path.partition("{")[2].partition("}")[0]


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (EVENTS, PODS)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    pods = items_of(answers, PODS)
    if not is_asked(answers) or isinstance(pods, Absent):
        return
    news = news_of(answers)
    for one in pods:
        told = news if isinstance(news, Absent) else news.get(pod_of(one).key, [])
        if len(pods) > MANY and not told and is_well(one):
            continue
        yield from _of_pod(one, told)
        if isinstance(told, Absent) or told:
            yield from _of_containers(one, told)
        else:
            yield from _quiet(one)
        yield from _readiness(one, told)


def _of_pod(one: Object, told: list[Told] | Absent) -> Iterator[Reading]:
    entity = pod_of(one)
    for signal in dict.fromkeys(_OF_POD.values()):
        yield Reading(entity, signal, _count(told, signal))
    counts = [_count(told, signal) for signal in dict.fromkeys(_OF_POD.values())]
    numbers = [count for count in counts if isinstance(count, float)]
    waits = text_at(one, "spec", "nodeName") and is_starting(one)
    failed: Value = sum(numbers) if waits else 0.0
    yield Reading(entity, pod.FAILED_STARTS, told if isinstance(told, Absent) else failed)
    yield Reading(entity, pod.REFUSED_PROBES, _refused_probes(one, told))
    yield Reading(entity, pod.LAST_TROUBLE, _newest(told))


def _count(told: list[Told] | Absent, signal: Signal) -> Value:
    if isinstance(told, Absent):
        return told
    return float(sum(one.count for one in told if _OF_POD.get(one.reason) is signal))


def _refused_probes(one: Object, told: list[Told] | Absent) -> Value:
    """Count failures only while they matter: a pod that is ready had them when it started."""
    if isinstance(told, Absent):
        return told
    if condition(one, "Ready").get("status") != "False":
        return 0.0
    probed = [row for row in told if container.READINESS_FAILURES in _probed(row)]
    return sum(row.count for row in probed) + 0.0


def _newest(told: list[Told] | Absent) -> Value:
    if isinstance(told, Absent):
        return told
    warnings = [one for one in told if one.is_warning]
    if not warnings:
        return Absent(Reason.NOT_APPLICABLE, "a warning within the last ten minutes")
    newest = min(warnings, key=lambda one: one.age)
    return f"{newest.reason}: {newest.message}"


def _readiness(one: Object, told: list[Told] | Absent) -> Iterator[Reading]:
    """Tell how the newest failed readiness probe of each container failed, while that matters."""
    for name in _names(one):
        entity = container_of(one, name)
        if isinstance(told, Absent):
            yield Reading(entity, container.READINESS_ANSWER, told)
            continue
        failed = [
            row
            for row in told
            if row.container == name and container.READINESS_FAILURES in _probed(row)
        ]
        is_unready = condition(one, "Ready").get("status") == "False"
        newest = min(failed, key=lambda row: row.age) if failed and is_unready else None
        yield Reading(entity, container.READINESS_ANSWER, _answer(newest))


def _answer(failed: Told | None) -> str:
    if failed is None:
        return "none"
    if _is_late(failed):
        return "late"
    return "closed" if _CLOSED.search(failed.message) else "refused"


def _is_late(failed: Told) -> bool:
    return any(word in failed.message.lower() for word in _LATE)


def _names(one: Object) -> list[str]:
    return [name for spec in rows_at(one, "spec", "containers") if (name := text_at(spec, "name"))]


def _quiet(one: Object) -> Iterator[Reading]:
    for name in _names(one):
        yield from (Reading(container_of(one, name), signal, 0.0) for signal in _OF_CONTAINER)


def _of_containers(one: Object, told: list[Told] | Absent) -> Iterator[Reading]:
    for name in _names(one):
        entity = container_of(one, name)
        if isinstance(told, Absent):
            yield from (Reading(entity, signal, told) for signal in _OF_CONTAINER)
            continue
        counts = dict.fromkeys(_OF_CONTAINER, 0.0)
        for event in told:
            if event.container == name:
                for signal in _probed(event):
                    counts[signal] += event.count
        yield from (Reading(entity, signal, count) for signal, count in counts.items())


def _probed(event: Told) -> Iterator[Signal]:
    said = event.message.lower()
    if event.reason == "Killing" and any(words in said for words in _KILLED):
        yield container.LIVENESS_KILLS
    elif event.reason == "Unhealthy" and said.startswith(("liveness", "startup")):
        yield container.LIVENESS_FAILURES
        if _is_late(event):
            yield container.LIVENESS_LATE
    elif event.reason == "Unhealthy" and said.startswith("readiness"):
        yield container.READINESS_FAILURES


COLLECTOR = Collector(
    id="kube_events",
    round=Round.DISCOVER,
    level=Level.L1,
    provides=(
        *dict.fromkeys(_OF_POD.values()),
        pod.FAILED_STARTS,
        pod.REFUSED_PROBES,
        pod.LAST_TROUBLE,
        *_OF_CONTAINER,
        container.READINESS_ANSWER,
    ),
    asks=_asks,
    parse=_parse,
)
