"""The pods of the cluster: where each is in its life, and why it is not further."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.kube_cluster import (
    PODS,
    Object,
    cluster_of,
    condition,
    is_asked,
    items_of,
    node_of,
    now_of,
    number_at,
    part,
    pod_of,
    rows_at,
    seconds_since,
    text_at,
)
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import pod
from downstack.source import Answers, Request

MANY = 500
"""Pods from which on of those that are well only this is told; their containers are left out."""
RECENT = 600.0
"""Seconds for which an end or an event is news."""
_UNKNOWN = Absent(Reason.MISSING, "a status of the pod")
_OVER = {"Succeeded", "Failed"}
_FAILURES = {"Evicted": "evicted", "NodeLost": "node_lost", "DeadlineExceeded": "deadline"}
_REFUSAL = re.compile(r"([0-9]{1,6}) (Insufficient |Too many pods|node\(s\) )([^,.]*)")
_CLAIM = re.compile(r"persistentvolumeclaim|volume node affinity|available persistent volumes")
_OF_NODE_STATE = re.compile(r"\{node\.(?:kubernetes\.io|cloudprovider\.kubernetes\.io)/([a-z-]+)")
_REFUSED = (
    pod.NODES_WITHOUT_CPU,
    pod.NODES_WITHOUT_MEMORY,
    pod.NODES_NOT_MATCHING,
    pod.NODES_TAINTED,
    pod.NODES_CORDONED,
    pod.NODES_SICK,
    pod.CLAIMS_UNBOUND,
)
_WAITS = {
    "ContainerCreating": "start",
    "PodInitializing": "start",
    "CrashLoopBackOff": "back_off",
    "ErrImagePull": "image",
    "ImagePullBackOff": "image",
    "ErrImageNeverPull": "image",
    "InvalidImageName": "image",
    "ImageInspectError": "image",
    "RegistryUnavailable": "image",
    "CreateContainerConfigError": "configuration",
    "CreateContainerError": "runtime",
    "RunContainerError": "runtime",
}
_FAILING = {"image", "configuration", "runtime"}
_ALWAYS = (pod.PHASE, pod.UNREADY)
_TIMES = (pod.PENDING, pod.STARTING, pod.UNREADY)


def statuses_of(one: Object) -> list[Object]:
    """Return the statuses of a pod's containers, those of the init containers first."""
    groups = ("initContainerStatuses", "containerStatuses")
    return [row for group in groups for row in rows_at(one, "status", group)]


def is_well(one: Object) -> bool:
    """Return whether all containers of a pod run, are ready and have never ended."""
    statuses = rows_at(one, "status", "containerStatuses")
    return bool(statuses) and all(
        status.get("ready") is True and not last_end(status) for status in statuses
    )


def waits_for(reason: str) -> str:
    """Return what a container waits for, by the reason that the kubelet gives."""
    return _WAITS.get(reason, "other")


def last_end(status: Object) -> Object:
    """Return how a container, or the one before it, ended; empty when none did."""
    for state in ("state", "lastState"):
        ended = part(status, state, "terminated")
        if isinstance(ended, dict):
            return ended
    return {}


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (PODS,)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    listed = items_of(answers, PODS)
    if not is_asked(answers) or isinstance(listed, Absent):
        return
    cluster, now = cluster_of(answers), now_of(answers, PODS)
    for one in listed:
        entity = pod_of(one)
        yield entity
        yield Connection(Edge.PLANS, cluster, entity)
        if node := text_at(one, "spec", "nodeName"):
            yield Connection(Edge.RUNS_POD, node_of(node), entity)
        short = len(listed) > MANY and is_well(one)
        for signal, value in _told(one, now):
            if not short or signal in _ALWAYS:
                yield Reading(entity, signal, value)


def _told(one: Object, now: str) -> Iterator[tuple[Signal, Value]]:
    phase = text_at(one, "status", "phase")
    yield pod.PHASE, phase if phase in pod.PHASE.states else _UNKNOWN
    scheduled = condition(one, "PodScheduled")
    yield pod.SCHEDULED, _scheduled(one, scheduled)
    yield pod.FAILED, _failed(one, phase)
    yield from zip(_TIMES, _times(one, phase, now), strict=True)
    quality = text_at(one, "status", "qosClass")
    yield pod.QOS, quality if quality in pod.QOS.states else _UNKNOWN
    yield pod.NODE, text_at(one, "spec", "nodeName") or Absent(Reason.NOT_APPLICABLE, "a node")
    owners = rows_at(one, "metadata", "ownerReferences")
    named = [f"{text_at(owner, 'kind')}/{text_at(owner, 'name')}" for owner in owners]
    yield pod.OWNER, " ".join(named) or Absent(Reason.NOT_APPLICABLE, "an owner")
    yield pod.RECENT_RESTARTS, _recent_restarts(one, now)
    yield pod.BLOCKED, _blocked(one)
    yield from _refusals(scheduled)


def _scheduled(one: Object, told: Object) -> Value:
    if text_at(one, "spec", "nodeName"):
        return "yes"
    if told.get("status") == "False":
        return "refused"
    return "unseen" if text_at(one, "status", "phase") == "Pending" else _UNKNOWN


def _failed(one: Object, phase: str) -> Value:
    if phase != "Failed":
        return "no" if phase in pod.PHASE.states else _UNKNOWN
    return _FAILURES.get(text_at(one, "status", "reason"), "error")


def _times(one: Object, phase: str, now: str) -> tuple[Value, Value, Value]:
    """Return for how long it has had no node, has been starting, has not been ready."""
    if phase in _OVER:
        over = Absent(Reason.NOT_APPLICABLE, "a pod that is not over")
        return 0.0, 0.0, over
    if not text_at(one, "spec", "nodeName"):
        nowhere = Absent(Reason.NOT_APPLICABLE, "a pod with a node")
        created = text_at(one, "metadata", "creationTimestamp")
        return _since(created, now), 0.0, nowhere
    placed = text_at(condition(one, "PodScheduled"), "lastTransitionTime")
    begun = placed or text_at(one, "metadata", "creationTimestamp")
    starting = _since(begun, now) if is_starting(one) else 0.0
    told = condition(one, "Ready")
    if told.get("status") == "True":
        return 0.0, starting, 0.0
    return 0.0, starting, _since(text_at(told, "lastTransitionTime") or begun, now)


def _since(time: str, now: str) -> Value:
    age = seconds_since(time, now)
    return max(0.0, age) if isinstance(age, float) else age


def is_starting(one: Object) -> bool:
    """Return whether a container has never run; one that runs into the wall again and again has."""
    statuses = rows_at(one, "status", "containerStatuses")
    if not statuses:
        return True
    return any(
        part(status, "state", "waiting") is not None and not last_end(status) for status in statuses
    )


def _recent_restarts(one: Object, now: str) -> Value:
    if not statuses_of(one):
        return 0.0 if text_at(one, "status", "phase") else _UNKNOWN
    policy = text_at(one, "spec", "restartPolicy")
    return float(sum(_restarts(status, policy, now) for status in statuses_of(one)))


def _restarts(status: Object, policy: str, now: str) -> bool:
    """Return whether a container has just ended and is started again, or will be."""
    ended = last_end(status)
    age = seconds_since(text_at(ended, "finishedAt"), now)
    if not isinstance(age, float) or age > RECENT:
        return False
    if part(status, "state", "terminated") is not None:
        return policy == "Always" or (policy == "OnFailure" and ended.get("exitCode") != 0)
    restarts = number_at(status, "restartCount")
    return isinstance(restarts, float) and restarts > 0


def _blocked(one: Object) -> Value:
    """Count what waits for something that has failed."""
    if not text_at(one, "status", "phase"):
        return _UNKNOWN
    reasons = [text_at(status, "state", "waiting", "reason") for status in statuses_of(one)]
    return float(sum(waits_for(reason) in _FAILING for reason in reasons if reason))


def _refusals(told: Object) -> Iterator[tuple[Signal, Value]]:
    counts = dict.fromkeys(_REFUSED, 0.0)
    if told.get("status") == "False":
        counts |= refusals_of(text_at(told, "message"))
    yield from counts.items()


def refusals_of(message: str) -> dict[Signal, float]:
    """Return how many nodes refuse a pod, by reason, from the scheduler's sentence."""
    counts: dict[Signal, float] = {}
    told = message.partition("preemption:")[0]
    for number, head, rest in _REFUSAL.findall(_marked(told)):
        signal = _reason(head, rest)
        if signal is not None:
            counts[signal] = counts.get(signal, 0.0) + float(number)
    if _CLAIM.search(told.lower()) and pod.CLAIMS_UNBOUND not in counts:
        counts[pod.CLAIMS_UNBOUND] = 1.0
    return counts


def _marked(told: str) -> str:
    """Keep the taints in one piece: their keys hold dots, and a clause follows after a comma."""
    told = told.replace(", that the pod didn't tolerate", "")
    return re.sub(r"\{[^}]*\}", lambda taint: taint[0].replace(".", "\0").replace(",", ";"), told)


def _reason(head: str, rest: str) -> Signal | None:
    rest = rest.replace("\0", ".")
    if head.startswith("Insufficient"):
        resource = rest.split()[0] if rest.split() else ""
        return {"cpu": pod.NODES_WITHOUT_CPU, "memory": pod.NODES_WITHOUT_MEMORY}.get(resource)
    if "taint" in rest:
        state = _OF_NODE_STATE.search(rest)
        if state is None:
            return pod.NODES_TAINTED
        return pod.NODES_CORDONED if state[1] == "unschedulable" else pod.NODES_SICK
    if "unschedulable" in rest:
        return pod.NODES_CORDONED
    if "volume" in rest:
        return pod.CLAIMS_UNBOUND
    words = ("selector", "affinity", "topology spread", "didn't match")
    return pod.NODES_NOT_MATCHING if any(word in rest for word in words) else None


def workload_key(one: Object, kind: str, name: str) -> Entity:
    """Return what owns pods: namespace, kind and name."""
    key = f"{text_at(one, 'metadata', 'namespace')}/{kind}/{name}"
    return Entity(Kind.WORKLOAD, key, key)


COLLECTOR = Collector(
    id="kube_pods",
    round=Round.DISCOVER,
    level=Level.L1,
    provides=(
        pod.PHASE,
        pod.SCHEDULED,
        pod.FAILED,
        *_TIMES,
        pod.QOS,
        pod.NODE,
        pod.OWNER,
        pod.RECENT_RESTARTS,
        pod.BLOCKED,
        *_REFUSED,
    ),
    asks=_asks,
    parse=_parse,
)
