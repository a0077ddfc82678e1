"""How long changes by the API server take, and its writes to etcd, by its own metrics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row, number
from downstack.model import Absent, Kind, Level, Reason, Snapshot, Value
from downstack.signals import kube_cluster
from downstack.source import Answers, Request, Way

METRICS = Request(Way.KUBERNETES, "/metrics")
_LINE = re.compile(r"^([a-z_]+?)(?:\{([^\n]*)\})? ([0-9][0-9.e+-]*)$", re.MULTILINE)
_CHANGES = re.compile(r'verb="(?:POST|PUT|PATCH|DELETE)"|operation="(?:create|update|delete)"')
"""What waits for etcd's disk; what is only read comes from memory, and would hide it."""
_SUMS = (
    (kube_cluster.CHANGES, "apiserver_request_duration_seconds_count"),
    (kube_cluster.CHANGE_SECONDS, "apiserver_request_duration_seconds_sum"),
    (kube_cluster.ETCD_WRITES, "etcd_request_duration_seconds_count"),
    (kube_cluster.ETCD_SECONDS, "etcd_request_duration_seconds_sum"),
)


def _asks(found: Snapshot) -> Iterable[Request]:
    ready = {"ready", "not_ready"}
    clusters = found.of_kind(Kind.KUBE_CLUSTER)
    if any(found.value(one, kube_cluster.API.name) in ready for one in clusters):
        yield METRICS


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    raw = answers.raw(METRICS)
    if isinstance(raw, Absent) and not raw.need:
        raw = Absent(raw.reason, "an API server that says whether it is ready")
    for cluster in found.of_kind(Kind.KUBE_CLUSTER):
        if isinstance(raw, Absent):
            yield from (Reading(cluster, signal, raw) for signal, _ in _SUMS)
            continue
        for signal, name in _SUMS:
            yield Reading(cluster, signal, _sum(raw.text, name), raw.at)


def _sum(text: str, name: str) -> Value:
    values = [
        number(value)
        for metric, labels, value in _LINE.findall(text)
        if metric == name and _CHANGES.search(labels)
    ]
    if not values:
        return Absent(Reason.UNSUPPORTED, "an API server that counts it")
    spoilt = next((value for value in values if isinstance(value, Absent)), None)
    total = sum(value for value in values if isinstance(value, float))
    return spoilt or (total if total < float("inf") else Absent(Reason.MALFORMED, "a number"))


COLLECTOR = Collector(
    id="kube_metrics",
    round=Round.SAMPLE,
    level=Level.L1,
    provides=tuple(signal for signal, _ in _SUMS),
    asks=_asks,
    parse=_parse,
)
