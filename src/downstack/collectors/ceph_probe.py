"""How long the OSDs behind the images take to answer a read from here, and which do not answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.ceph import (
    DUMP,
    GROUPS,
    STATUS,
    Reply,
    cluster_of,
    number_of,
    object_of,
    osd_of,
    osds_asked,
    pool_of,
    probes,
    rows_in,
)
from downstack.collectors.ceph_pools import lost_osds, serving_groups, waiting_groups
from downstack.model import Absent, Entity, Level, Reason, Snapshot, Value
from downstack.signals import ceph_cluster, ceph_osd, ceph_pool
from downstack.source import Answers, Request

_NO_GROUPS = Absent(Reason.NOT_APPLICABLE, "a group whose primary it is and that takes requests")


def _asks(found: Snapshot) -> Iterable[Request]:
    asked = probes(found).values()
    return (STATUS, DUMP, GROUPS, *asked) if asked else ()


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    dump, groups = object_of(answers.raw(DUMP)), object_of(answers.raw(GROUPS))
    by_pool = {pool: object_of(answers.raw(asked)) for pool, asked in probes(found).items()}
    if not by_pool or isinstance(dump, Absent):
        return
    cluster = cluster_of(answers)
    active = serving_groups(dump, groups)
    yield from _silent(cluster, dump, active, by_pool)
    yield from _awaited(cluster, dump, waiting_groups(dump, groups, by_pool.values()))
    told = list(by_pool.values())
    nothing = next((one for one in told if isinstance(one, Absent)), _NO_GROUPS)
    times: list[float] = []
    for about in rows_in(dump, "osds"):
        number = about.get("osd")
        if not isinstance(number, int):
            continue
        rows = [osds_asked(one).get(str(number)) for one in told]
        asked = [row for row in rows if row is not None]
        seconds = _seconds(asked)
        times += [seconds] if isinstance(seconds, float) else []
        entity = osd_of(cluster, number)
        yield Reading(entity, ceph_osd.ANSWER_TIME, seconds if asked else nothing)
        yield Reading(entity, ceph_osd.ANSWERS, _answers(asked, seconds, active) or nothing)
    yield Reading(cluster, ceph_cluster.FASTEST_ANSWER, min(times) if times else nothing)


def _silent(
    cluster: Entity, dump: Mapping[str, Any], active: set[str], told: Mapping[str, Reply]
) -> Iterator[Reading]:
    """Count the silent OSDs of each pool that was probed."""
    for about in rows_in(dump, "pools"):
        name, number = about.get("pool_name"), about.get("pool")
        if not isinstance(name, str) or not isinstance(number, int) or name not in told:
            continue
        reply = told[name]
        rows = osds_asked(reply).values()
        silent = [row for row in rows if _answers([row], _seconds([row]), active) == "silent"]
        count = reply if isinstance(reply, Absent) else float(len(silent))
        yield Reading(pool_of(cluster, number, name), ceph_pool.SILENT, count)


def _awaited(
    cluster: Entity, dump: Mapping[str, Any], waiting: set[str] | Absent
) -> Iterator[Reading]:
    """Lay the groups that wait for a lease at the door of the OSDs that were lost just now."""
    lost = lost_osds(dump)
    for about in rows_in(dump, "osds"):
        number = about.get("osd")
        if isinstance(number, int):
            here = waiting if number in lost else set[str]()
            count = here if isinstance(here, Absent) else float(len(here))
            yield Reading(osd_of(cluster, number), ceph_osd.AWAITED, count)


def _seconds(asked: list[dict[str, Any]]) -> Value:
    """Return the longest answer among the pools."""
    times = [number_of(row.get("seconds")) for row in asked]
    return max((one for one in times if isinstance(one, float)), default=_NO_GROUPS)


def _answers(asked: list[dict[str, Any]], seconds: Value, active: set[str]) -> str:
    """Say whether it answers; a group that takes no requests says nothing about its primary."""
    if isinstance(seconds, float):
        return "yes"
    silent = [row for row in asked if "seconds" in row and isinstance(row.get("groups"), list)]
    proven = any(group in active for row in silent for group in row["groups"])
    return "silent" if proven else ""


COLLECTOR = Collector(
    id="ceph_probe",
    round=Round.DETAIL,
    level=Level.L1,
    provides=(
        ceph_osd.ANSWER_TIME,
        ceph_osd.ANSWERS,
        ceph_osd.AWAITED,
        ceph_cluster.FASTEST_ANSWER,
        ceph_pool.SILENT,
    ),
    asks=_asks,
    parse=_parse,
)
