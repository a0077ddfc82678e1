"""What owns pods: has it as many as it should have, and may more be made?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.kube_cluster import (
    EVENTS,
    PODS,
    Object,
    cluster_of,
    condition,
    is_asked,
    items_of,
    name_of,
    number_at,
    part,
    pod_of,
    rows_at,
    text_at,
)
from downstack.collectors.kube_events import Told, news_of
from downstack.collectors.kube_pods import workload_key
from downstack.model import Absent, Connection, Edge, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import workload
from downstack.source import Answers, Request, Way

_APPS = "/apis/apps/v1"
KINDS = {
    "Deployment": Request(Way.KUBERNETES, f"{_APPS}/deployments"),
    "StatefulSet": Request(Way.KUBERNETES, f"{_APPS}/statefulsets"),
    "DaemonSet": Request(Way.KUBERNETES, f"{_APPS}/daemonsets"),
    "Job": Request(Way.KUBERNETES, "/apis/batch/v1/jobs"),
}
SETS = Request(Way.KUBERNETES, f"{_APPS}/replicasets")
_HASH = "pod-template-hash"
_SIGNALS = (
    *(workload.WANTED, workload.READY, workload.MISSING),
    *(workload.STALE, workload.REFUSED, workload.TROUBLE),
)
_FINE = Absent(Reason.NOT_APPLICABLE, "a refusal")


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (*KINDS.values(), SETS, PODS, EVENTS)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    if not is_asked(answers):
        return
    yield from _owners(answers)
    cluster, news = cluster_of(answers), news_of(answers)
    for kind, request in KINDS.items():
        listed = items_of(answers, request)
        for one in [] if isinstance(listed, Absent) else listed:
            entity = workload_key(one, kind, name_of(one))
            yield Connection(Edge.STEERS, cluster, entity)
            told = _events_of(kind, one, answers, news)
            for signal, value in (*_counts(kind, one), *_refusal(one, told)):
                yield Reading(entity, signal, value)


def _owners(answers: Answers) -> Iterator[Row]:
    """Join pods with what owns them; behind a ReplicaSet stands its Deployment."""
    pods = items_of(answers, PODS)
    for one in [] if isinstance(pods, Absent) else pods:
        for owner in rows_at(one, "metadata", "ownerReferences"):
            kind, name = text_at(owner, "kind"), text_at(owner, "name")
            generated = text_at(one, "metadata", "labels", _HASH)
            if kind == "ReplicaSet" and generated and name.endswith(f"-{generated}"):
                kind, name = "Deployment", name.removesuffix(f"-{generated}")
            if kind in KINDS and name:
                yield Connection(Edge.OWNS, workload_key(one, kind, name), pod_of(one))


def _counts(kind: str, one: Object) -> Iterator[tuple[Signal, Value]]:
    wanted, ready, made = _numbers(kind, one)
    yield workload.WANTED, wanted
    yield workload.READY, ready
    if isinstance(wanted, float) and isinstance(made, float):
        yield workload.MISSING, max(0.0, wanted - made)
    else:
        yield workload.MISSING, wanted if isinstance(wanted, Absent) else made
    now, seen = (
        number_at(one, "metadata", "generation"),
        number_at(one, "status", "observedGeneration"),
    )
    if kind == "Job":
        yield workload.STALE, Absent(Reason.NOT_APPLICABLE, "a workload that can be changed")
    elif isinstance(now, float) and isinstance(seen, float):
        yield workload.STALE, max(0.0, now - seen)
    else:
        yield workload.STALE, Absent(Reason.MALFORMED, "a generation")


def _numbers(kind: str, one: Object) -> tuple[Value, Value, Value]:
    """Return how many pods it should have, has ready, and has at all."""
    if kind == "DaemonSet":
        names = ("desiredNumberScheduled", "numberReady", "currentNumberScheduled")
        wanted, ready, made = (number_at(one, "status", name) for name in names)
        return wanted, ready, made
    if kind == "Job":
        return _of_job(one)
    told = part(one, "spec", "replicas")
    wanted = 1.0 if told is None else number_at(one, "spec", "replicas")
    ready = number_at(one, "status", "readyReplicas")
    return wanted, ready, number_at(one, "status", "replicas")


def _of_job(one: Object) -> tuple[Value, Value, Value]:
    """A job wants as many pods at one time as it may, until it is done."""
    ends = [condition(one, kind).get("status") == "True" for kind in ("Complete", "Failed")]
    stopped = part(one, "spec", "suspend") is True
    if any(ends) or stopped:
        return 0.0, 0.0, 0.0
    told = part(one, "spec", "parallelism")
    wanted = 1.0 if told is None else number_at(one, "spec", "parallelism")
    active = number_at(one, "status", "active")
    ended = number_at(one, "status", "succeeded")
    made = active + ended if isinstance(active, float) and isinstance(ended, float) else active
    return wanted, number_at(one, "status", "ready"), made


def _events_of(
    kind: str, one: Object, answers: Answers, news: dict[str, list[Told]] | Absent
) -> list[Told] | Absent:
    """Return the recent events of a workload and of the ReplicaSets that it owns."""
    if isinstance(news, Absent):
        return news
    mine = text_at(one, "metadata", "uid")
    uids = [mine]
    sets = items_of(answers, SETS) if kind == "Deployment" else []
    for row in [] if isinstance(sets, Absent) else sets:
        owners = rows_at(row, "metadata", "ownerReferences")
        if any(text_at(owner, "uid") == mine for owner in owners):
            uids.append(text_at(row, "metadata", "uid"))
    return [told for uid in uids for told in news.get(uid, [])]


def _refusal(one: Object, told: list[Told] | Absent) -> Iterator[tuple[Signal, Value]]:
    failure = condition(one, "ReplicaFailure")
    said = text_at(failure, "message") if failure.get("status") == "True" else ""
    if not said and not isinstance(told, Absent):
        said = next((row.message for row in told if row.reason == "FailedCreate"), "")
    if not said:
        yield workload.REFUSED, told if isinstance(told, Absent) else "no"
        yield workload.TROUBLE, _FINE
        return
    yield workload.REFUSED, _why(said.lower())
    yield workload.TROUBLE, said


def _why(said: str) -> str:
    if "exceeded quota" in said or "must specify limits" in said or "failed quota" in said:
        return "quota"
    words = ("podsecurity", "pod security", "denied the request", "unable to validate", "webhook")
    return "policy" if any(word in said for word in words) else "other"


COLLECTOR = Collector(
    id="kube_workloads",
    round=Round.DISCOVER,
    level=Level.L1,
    provides=_SIGNALS,
    asks=_asks,
    parse=_parse,
)
