"""The control plane of the Kubernetes cluster: is it ready, who leads, does DNS have addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.domains import read_json
from downstack.model import Absent, Entity, Kind, Level, Reason, Snapshot, Value
from downstack.signal import Signal
from downstack.signals import kube_cluster
from downstack.source import Answers, Request, Way

READY = Request(Way.KUBERNETES, "/readyz?verbose")
LIVES = Request(Way.KUBERNETES, "/livez?exclude=etcd")
VERSION = Request(Way.KUBERNETES, "/version")
SYSTEM = Request(Way.KUBERNETES, "/api/v1/namespaces/kube-system")
NODES = Request(Way.KUBERNETES, "/api/v1/nodes")
PODS = Request(Way.KUBERNETES, "/api/v1/pods")
EVENTS = Request(Way.KUBERNETES, "/api/v1/events")
LEASES = Request(Way.KUBERNETES, "/apis/coordination.k8s.io/v1/leases")
DNS = Request(Way.KUBERNETES, "/api/v1/namespaces/kube-system/endpoints/kube-dns")
UNKNOWN = "cluster"
"""The key of a cluster that does not tell its identity."""
Object = Mapping[str, Any]

_MALFORMED = Absent(Reason.MALFORMED, "a list of objects from the API server")
_NO_TIME = Absent(Reason.MISSING, "a time in the object")
_RENEWED_AFTER = 2 / 3
"""Part of its lease after which a leader that has not renewed it gives up (10 s of 15 s)."""
_LEADERS = (
    (kube_cluster.MANAGER_OVERDUE, "kube-controller-manager"),
    (kube_cluster.SCHEDULER_OVERDUE, "kube-scheduler"),
)
_LISTS = (
    (kube_cluster.NODES, NODES),
    (kube_cluster.PODS, PODS),
    (kube_cluster.EVENTS, EVENTS),
)
_ETCD_LINE = re.compile(r"^\[([+-])\]etcd\b", re.MULTILINE)
_QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]+)?)(?:([eE][0-9]{1,2})|(n|u|m|[kMGTPE]i?|Ki)?)")
_SUFFIXES = {
    **dict(zip(("n", "u", "m", "k", "Ki"), (1e-9, 1e-6, 1e-3, 1e3, 2.0**10), strict=True)),
    **{letter: 1e3**power for power, letter in enumerate("MGTPE", start=2)},
    **{f"{letter}i": 2.0 ** (10 * power) for power, letter in enumerate("MGTPE", start=2)},
}


@lru_cache(maxsize=32)
def _read(text: str) -> Any:
    return read_json(text)


def object_of(answers: Answers, request: Request) -> Object | Absent:
    """Return one object of the API server, or why there is none."""
    text = answers.text(request)
    if isinstance(text, Absent):
        return text
    whole = _read(text)
    return whole if isinstance(whole, dict) else _MALFORMED


def items_of(answers: Answers, request: Request) -> list[Object] | Absent:
    """Return the objects of a list, or why there are none; each has a name."""
    whole = object_of(answers, request)
    listed = whole if isinstance(whole, Absent) else whole.get("items")
    if isinstance(listed, Absent):
        return listed
    if not isinstance(listed, list):
        return _MALFORMED
    return [one for one in listed if isinstance(one, dict) and name_of(one)]


def now_of(answers: Answers, request: Request) -> str:
    """Return what the API server's clock showed when it answered."""
    whole = object_of(answers, request)
    return "" if isinstance(whole, Absent) else text_at(whole, "date")


def part(whole: Any, *way: str) -> Any:
    """Return what is at the end of nested keys, or None."""
    for key in way:
        whole = whole.get(key) if isinstance(whole, dict) else None
    return whole


def text_at(whole: Any, *way: str) -> str:
    """Return the text at the end of nested keys; "" when there is none."""
    found = part(whole, *way)
    return found if isinstance(found, str) else ""


def rows_at(whole: Any, *way: str) -> list[Object]:
    """Return the objects of the list at the end of nested keys."""
    found = part(whole, *way)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def number_at(whole: Any, *way: str) -> float | Absent:
    """Return the whole number at the end of nested keys; a field left out is zero."""
    found = part(whole, *way)
    if found is None:
        return 0.0
    known = isinstance(found, int) and not isinstance(found, bool) and abs(found) < 1 << 53
    return float(found) if known else Absent(Reason.MALFORMED, "a number")


def name_of(one: Object) -> str:
    """Return the name of an object."""
    return text_at(one, "metadata", "name")


def full_name(one: Object) -> str:
    """Return namespace and name of an object."""
    return f"{text_at(one, 'metadata', 'namespace')}/{name_of(one)}"


def condition(one: Object, kind: str) -> Object:
    """Return a condition of an object's status by its type; empty when it has none."""
    found = (row for row in rows_at(one, "status", "conditions") if row.get("type") == kind)
    return next(found, {})


def seconds_since(time: str, now: str) -> Value:
    """Return the seconds between two times of RFC 3339; before zero when the first is later."""
    if not time or not now:
        return _NO_TIME
    try:
        return (datetime.fromisoformat(now) - datetime.fromisoformat(time)).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return Absent(Reason.MALFORMED, "a time")


def quantity(text: Any) -> float | Absent:
    """Return a quantity of Kubernetes, such as 100m or 64Mi, in base units."""
    match = _QUANTITY.fullmatch(str(text)) if isinstance(text, str | int) else None
    if match is None or isinstance(text, bool):
        return Absent(Reason.MALFORMED, "a quantity")
    power = 10.0 ** int(match[2][1:]) if match[2] else _SUFFIXES.get(match[3] or "", 1.0)
    value = float(match[1]) * power
    return value if value < 2.0**80 else Absent(Reason.MALFORMED, "a quantity")


def is_asked(answers: Answers) -> bool:
    """Return whether a cluster was configured at all."""
    absent = answers.raw(VERSION)
    return not (isinstance(absent, Absent) and absent.reason is Reason.NOT_ASKED)


def cluster_of(answers: Answers) -> Entity:
    """Return the cluster, by the UID of its oldest namespace."""
    namespace = object_of(answers, SYSTEM)
    uid = "" if isinstance(namespace, Absent) else text_at(namespace, "metadata", "uid")
    return Entity(Kind.KUBE_CLUSTER, uid or UNKNOWN, f"cluster-{uid[:8]}" if uid else UNKNOWN)


def node_of(name: str) -> Entity:
    """Return a node by its name."""
    return Entity(Kind.NODE, name, name)


def pod_of(one: Object) -> Entity:
    """Return a pod by its UID."""
    return Entity(Kind.POD, text_at(one, "metadata", "uid") or full_name(one), full_name(one))


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (READY, LIVES, VERSION, SYSTEM, LEASES, DNS, NODES, PODS, EVENTS)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    if not is_asked(answers):
        return
    cluster = cluster_of(answers)
    yield cluster
    for signal, value in _health(answers):
        yield Reading(cluster, signal, value)
    yield Reading(cluster, kube_cluster.OWN_SECONDS, _seconds(object_of(answers, LIVES)))
    yield Reading(cluster, kube_cluster.VERSION, _version(answers))
    yield Reading(cluster, kube_cluster.DNS_ADDRESSES, _addresses(answers))
    for signal, request in _LISTS:
        items = items_of(answers, request)
        yield Reading(cluster, signal, items if isinstance(items, Absent) else float(len(items)))
    leases, now = items_of(answers, LEASES), now_of(answers, LEASES)
    overdue = {signal: _overdue(leases, leader, now) for signal, leader in _LEADERS}
    yield from (Reading(cluster, signal, value) for signal, value in overdue.items())
    unknown = next((value for value in overdue.values() if isinstance(value, Absent)), None)
    late = sum(isinstance(value, float) and value > 0 for value in overdue.values())
    yield Reading(cluster, kube_cluster.OVERDUE_LEADERS, unknown or float(late))


def _health(answers: Answers) -> Iterator[tuple[Signal, Value]]:
    told = object_of(answers, READY)
    if isinstance(told, Absent):
        yield kube_cluster.API, _not_answered(told, object_of(answers, LIVES))
        yield kube_cluster.ETCD, told
        yield kube_cluster.ANSWER_SECONDS, told
        return
    yield kube_cluster.API, "ready" if told.get("status") == 200 else "not_ready"  # noqa: PLR2004 - HTTP
    line = _ETCD_LINE.search(text_at(told, "text"))
    unsaid = Absent(Reason.UNSUPPORTED, "an API server that says it")
    yield kube_cluster.ETCD, ("ok" if line[1] == "+" else "failed") if line else unsaid
    yield kube_cluster.ANSWER_SECONDS, _seconds(told)


def _seconds(told: Object | Absent) -> Value:
    if isinstance(told, Absent):
        return told
    seconds: Any = told.get("seconds")
    known = isinstance(seconds, int | float) and 0 <= seconds < 1e6  # noqa: PLR2004 - days
    return float(seconds) if known else _MALFORMED


def _not_answered(absent: Absent, lives: Object | Absent) -> Value:
    """Say what it is that does not say whether it is ready; who lives waits for its etcd."""
    if absent.reason is Reason.TIMED_OUT:
        taken = "stalled" if "took the connection" in absent.need else "silent"
        return taken if isinstance(lives, Absent) else "not_ready"
    return "refused" if "listens" in absent.need or "answers on" in absent.need else absent


def _version(answers: Answers) -> Value:
    told = object_of(answers, VERSION)
    if isinstance(told, Absent):
        return told
    return text_at(told, "gitVersion") or Absent(Reason.MALFORMED, "a version")


def _addresses(answers: Answers) -> Value:
    told = object_of(answers, DNS)
    if isinstance(told, Absent):
        gone = told.reason is Reason.MISSING and "serves" in told.need
        return Absent(Reason.NOT_APPLICABLE, "a service kube-dns") if gone else told
    return float(sum(len(rows_at(subset, "addresses")) for subset in rows_at(told, "subsets")))


def _overdue(leases: list[Object] | Absent, name: str, now: str) -> Value:
    if isinstance(leases, Absent):
        return leases
    for one in leases:
        if full_name(one) == f"kube-system/{name}":
            age = seconds_since(text_at(one, "spec", "renewTime"), now)
            lasts = number_at(one, "spec", "leaseDurationSeconds")
            if isinstance(age, float) and isinstance(lasts, float):
                return max(0.0, age - _RENEWED_AFTER * lasts)
            return lasts if isinstance(lasts, Absent) else age
    return Absent(Reason.NOT_APPLICABLE, f"a lease of {name} (a managed control plane has none)")


COLLECTOR = Collector(
    id="kube_cluster",
    round=Round.DISCOVER,
    level=Level.L1,
    provides=(
        kube_cluster.API,
        kube_cluster.ETCD,
        kube_cluster.ANSWER_SECONDS,
        kube_cluster.OWN_SECONDS,
        kube_cluster.VERSION,
        kube_cluster.DNS_ADDRESSES,
        *(signal for signal, _ in _LEADERS),
        kube_cluster.OVERDUE_LEADERS,
        *(signal for signal, _ in _LISTS),
    ),
    asks=_asks,
    parse=_parse,
)
