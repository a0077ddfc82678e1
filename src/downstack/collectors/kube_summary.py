"""How much CPU the containers of pods use, by their kubelets, where no metrics-server tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.kube_cluster import (
    Object,
    now_of,
    object_of,
    part,
    rows_at,
    seconds_since,
    text_at,
)
from downstack.model import Absent, Edge, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signals import container, node, pod
from downstack.source import Answers, Request, Way

MANY = 8
"""Kubelets that are asked at most: those whose pods are not ready come first."""
_SUMMARY = "/stats/summary?only_cpu_and_memory=true"
_OLD = 120.0
"""Seconds after which a measurement tells nothing of now; a kubelet measures every 10 to 20."""
_UNSEEN = Absent(Reason.MISSING, "a container that the kubelet has measured within two minutes")
_MALFORMED = Absent(Reason.MALFORMED, "a summary of the kubelet")
_MOST = 1e15
"""Of a billionth of a CPU: more than any machine has."""


def _asks(found: Snapshot) -> Iterable[Request]:
    return [_request(found, one) for one in _asked(found)]


def _request(found: Snapshot, one: Entity) -> Request:
    return Request(Way.KUBELET, f"{found.text(one, node.KUBELET_PLACE.name)}{_SUMMARY}")


def _asked(found: Snapshot) -> list[Entity]:
    """Return the nodes whose containers have limits of which nobody has told how full they are."""
    waiting = [
        one
        for one in found.of_kind(Kind.NODE)
        if found.text(one, node.KUBELET_PLACE.name) and _unmeasured(found, one)
    ]
    return sorted(waiting, key=lambda one: (-_not_ready(found, one), one.name))[:MANY]


def _unmeasured(found: Snapshot, one: Entity) -> list[Entity]:
    return [
        each
        for each in found.follow(one, (Edge.RUNS_POD, Edge.CONTAINER_OF.inverse))
        if not isinstance(found.value(each, container.CPU_LIMIT.name), Absent)
        and isinstance(found.value(each, container.CPU_USED.name), Absent)
    ]


def _not_ready(found: Snapshot, one: Entity) -> int:
    seconds = (found.value(each, pod.UNREADY.name) for each in found.follow(one, (Edge.RUNS_POD,)))
    return sum(isinstance(value, float) and value > 0 for value in seconds)


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    for one in _asked(found):
        request = _request(found, one)
        told = object_of(answers, request)
        if isinstance(told, Absent):
            if told.reason is Reason.NOT_ASKED:
                continue
            used: dict[str, Value] | Absent = told
        else:
            used = dict(_used(told, now_of(answers, request)))
        for each in _unmeasured(found, one):
            value = used if isinstance(used, Absent) else used.get(each.key, _UNSEEN)
            yield Reading(each, container.CPU_USED, value)


def _used(told: Object, now: str) -> Iterator[tuple[str, Value]]:
    """Return the CPUs in use by the keys of containers, without old measurements."""
    for one in rows_at(told, "pods"):
        uid = text_at(one, "podRef", "uid")
        for row in rows_at(one, "containers"):
            age = seconds_since(text_at(row, "cpu", "time"), now)
            if isinstance(age, float) and age <= _OLD:
                yield f"{uid}/{text_at(row, 'name')}", _cpus(part(row, "cpu", "usageNanoCores"))


def _cpus(told: object) -> Value:
    if told is None:  # a container that was measured only once
        return _UNSEEN
    if isinstance(told, int) and not isinstance(told, bool) and 0 <= told < _MOST:
        return told * 1e-9
    return _MALFORMED


COLLECTOR = Collector(
    id="kube_summary",
    round=Round.DETAIL,
    level=Level.L1,
    provides=(container.CPU_USED,),
    asks=_asks,
    parse=_parse,
    stands_in=True,
)
