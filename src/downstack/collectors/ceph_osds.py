"""The OSDs of the Ceph cluster: up, in, how long their stores take, how full, crashed or not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from statistics import median
from typing import Any

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.ceph import (
    DUMP,
    MALFORMED,
    PERF,
    STATUS,
    Reply,
    cluster_of,
    images,
    number_of,
    object_of,
    osd_of,
    rows_in,
)
from downstack.collectors.domains import read_json
from downstack.model import Absent, Connection, Edge, Level, Reason, Snapshot, Value
from downstack.signals import ceph_cluster, ceph_osd
from downstack.source import Answer, Answers, Request, Way

SPACE = Request(Way.CEPH, "osd df")
CRASHES = Request(Way.CEPH, "crash ls-new")
_NO_OSD = Absent(Reason.NOT_APPLICABLE, "an OSD that is up and in")
_NO_HISTORY = Absent(Reason.UNSUPPORTED, "a monitor that remembers how often it failed")
_FULLNESS = ("full", "backfillfull", "nearfull")
"""The worst first."""
_MILLISECONDS, _NANOSECONDS, _PERCENT = 1e-3, 1e-9, 1e-2


def _asks(found: Snapshot) -> Iterable[Request]:
    return (STATUS, DUMP, PERF, SPACE, CRASHES) if images(found) else ()


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    dump = object_of(answers.raw(DUMP))
    if not images(found) or isinstance(dump, Absent):
        return
    cluster = cluster_of(answers)
    latencies = _by_osd(object_of(answers.raw(PERF)), _latencies)
    used = _by_osd(object_of(answers.raw(SPACE)), _used)
    crashed = _crashed(answers.raw(CRASHES))
    laggy = {
        row["osd"]: number_of(row.get("laggy_probability"))
        for row in rows_in(dump, "osd_xinfo")
        if isinstance(row.get("osd"), int)
    }
    at_work = [row for row in rows_in(dump, "osds") if row.get("up") == row.get("in") == 1]
    yield Reading(cluster, ceph_cluster.MEDIAN_COMMIT, _median(at_work, latencies))
    for about in rows_in(dump, "osds"):
        number = about.get("osd")
        if not isinstance(number, int):
            continue
        entity = osd_of(cluster, number)
        yield Connection(Edge.SERVES, entity, cluster)
        yield Reading(entity, ceph_osd.STATE, _either(about.get("up"), "up", "down"))
        yield Reading(entity, ceph_osd.PLACE, _either(about.get("in"), "in", "out"))
        yield Reading(entity, ceph_osd.FULLNESS, _fullness(about.get("state")))
        yield Reading(entity, ceph_osd.COMMIT_LATENCY, latencies(number))
        yield Reading(entity, ceph_osd.USED, used(number))
        yield Reading(entity, ceph_osd.LAGGY, laggy.get(number, _NO_HISTORY))
        yield Reading(entity, ceph_osd.CRASHED, crashed(entity.name))


def _either(value: object, yes: str, no: str) -> Value:
    return {1: yes, 0: no}.get(value, MALFORMED) if isinstance(value, int) else MALFORMED


def _fullness(states: object) -> Value:
    if not isinstance(states, list):
        return MALFORMED
    return next((state for state in _FULLNESS if state in states), "no")


def _median(osds: list[dict[str, Any]], latencies: Callable[[int], Value]) -> Value:
    values = [latencies(row["osd"]) for row in osds if isinstance(row.get("osd"), int)]
    known = [value for value in values if isinstance(value, float)]
    return median(known) if known else next(iter(values), _NO_OSD)


def _by_osd(
    reply: Reply, read: Callable[[Mapping[str, Any]], dict[int, Value]]
) -> Callable[[int], Value]:
    if isinstance(reply, Absent):
        return lambda _: reply
    found = read(reply)
    return lambda number: found.get(number, MALFORMED)


def _latencies(perf: Mapping[str, Any]) -> dict[int, Value]:
    """Return the seconds by OSD; newer releases tell nanoseconds too."""
    found: dict[int, Value] = {}
    for row in rows_in(perf.get("osdstats", perf), "osd_perf_infos"):
        stats = row.get("perf_stats")
        if isinstance(stats, dict) and isinstance(row.get("id"), int):
            exact = number_of(stats.get("commit_latency_ns"), _NANOSECONDS)
            rough = number_of(stats.get("commit_latency_ms"), _MILLISECONDS)
            found[row["id"]] = rough if isinstance(exact, Absent) else exact
    return found


def _used(space: Mapping[str, Any]) -> dict[int, Value]:
    rows = [row for row in rows_in(space, "nodes") if isinstance(row.get("id"), int)]
    return {row["id"]: number_of(row.get("utilization"), _PERCENT) for row in rows}


def _crashed(answer: Answer) -> Callable[[str], Value]:
    if isinstance(answer, Absent):
        return lambda _: answer
    listed = read_json(answer.text)
    if not isinstance(listed, list):
        return lambda _: MALFORMED
    names = {row.get("entity_name") for row in listed if isinstance(row, dict)}
    return lambda name: "yes" if name in names else "no"


COLLECTOR = Collector(
    id="ceph_osds",
    round=Round.DETAIL,
    level=Level.L1,
    provides=(
        ceph_osd.STATE,
        ceph_osd.PLACE,
        ceph_osd.COMMIT_LATENCY,
        ceph_osd.USED,
        ceph_osd.FULLNESS,
        ceph_osd.LAGGY,
        ceph_osd.CRASHED,
        ceph_cluster.MEDIAN_COMMIT,
    ),
    asks=_asks,
    parse=_parse,
)
