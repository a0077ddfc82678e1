"""How much CPU the containers of pods use, where metrics-server tells it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.kube_cluster import (
    PODS,
    Object,
    full_name,
    is_asked,
    items_of,
    now_of,
    part,
    quantity,
    rows_at,
    seconds_since,
    text_at,
)
from downstack.collectors.kube_containers import container_of
from downstack.collectors.kube_pods import MANY, is_well
from downstack.model import Absent, Level, Reason, Snapshot, Value
from downstack.signals import container
from downstack.source import Answers, Request, Way

USAGE = Request(Way.KUBERNETES, "/apis/metrics.k8s.io/v1beta1/pods")
_OLD = 120.0
"""Seconds after which a measurement tells nothing of now; metrics-server measures each 15 to 60."""
_UNSEEN = Absent(Reason.MISSING, "a container that metrics-server has measured within two minutes")


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (PODS, USAGE)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    listed, told = items_of(answers, PODS), items_of(answers, USAGE)
    if not is_asked(answers) or isinstance(listed, Absent):
        return
    used = told if isinstance(told, Absent) else _fresh(told, now_of(answers, USAGE))
    few = len(listed) <= MANY
    for one in listed:
        if few or not is_well(one):
            yield from _containers(one, used)


def _fresh(told: Iterable[Object], now: str) -> dict[str, Object]:
    """Return the measurements by pod and container, without old ones."""
    found: dict[str, Object] = {}
    for one in told:
        age = seconds_since(text_at(one, "timestamp"), now)
        if isinstance(age, float) and age <= _OLD:
            for row in rows_at(one, "containers"):
                found[f"{full_name(one)}/{text_at(row, 'name')}"] = row
    return found


def _containers(one: Object, used: Mapping[str, Object] | Absent) -> Iterator[Reading]:
    for spec in rows_at(one, "spec", "containers"):
        if name := text_at(spec, "name"):
            entity = container_of(one, name)
            yield Reading(entity, container.CPU_USED, _cpus(entity.name, used))


def _cpus(name: str, used: Mapping[str, Object] | Absent) -> Value:
    if isinstance(used, Absent):
        return used
    row = used.get(name)
    return _UNSEEN if row is None else quantity(part(row, "usage", "cpu"))


COLLECTOR = Collector(
    id="kube_usage",
    round=Round.DISCOVER,
    level=Level.L1,
    provides=(container.CPU_USED,),
    asks=_asks,
    parse=_parse,
)
