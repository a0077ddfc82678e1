"""What the health checks of the Ceph cluster name: its own, slow OSDs, groups that are stuck."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.ceph import (
    DUMP,
    MALFORMED,
    STATUS,
    Reply,
    cluster_of,
    images,
    object_of,
    osd_of,
    pool_of,
    rows_in,
)
from downstack.model import Absent, Level, Snapshot
from downstack.signals import ceph_health, ceph_osd, ceph_pool
from downstack.source import Answers, Request, Way

DETAIL = Request(Way.CEPH, "health detail")
_STUCK = re.compile(r"pg ([0-9]{1,6})\.[0-9a-f]{1,8} is stuck \S+ for [^,]+, current state (\S+),")
_PEERING = "peering"
_OSD = re.compile(r"\bosd\.([0-9]{1,6})\b")


def _asks(found: Snapshot) -> Iterable[Request]:
    return (STATUS, DUMP, DETAIL) if images(found) else ()


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    dump, checks = object_of(answers.raw(DUMP)), _checks(object_of(answers.raw(DETAIL)))
    if not images(found) or isinstance(dump, Absent):
        return
    cluster = cluster_of(answers)
    for code, signal in ceph_health.BY_CODE.items():
        raised = checks if isinstance(checks, Absent) else _raised(code in checks)
        yield Reading(cluster, signal, raised)
    slow = checks if isinstance(checks, Absent) else _named(checks.get("SLOW_OPS"))
    for about in rows_in(dump, "osds"):
        number = about.get("osd")
        if isinstance(number, int):
            told = slow if isinstance(slow, Absent) else ("yes" if number in slow else "no")
            yield Reading(osd_of(cluster, number), ceph_osd.SLOW_OPS, told)
    stuck = checks if isinstance(checks, Absent) else _stuck_peering(checks)
    for about in rows_in(dump, "pools"):
        name, number = about.get("pool_name"), about.get("pool")
        if isinstance(name, str) and isinstance(number, int):
            count = stuck if isinstance(stuck, Absent) else float(stuck[number])
            yield Reading(pool_of(cluster, number, name), ceph_pool.STUCK_PEERING, count)


def _checks(detail: Reply) -> Reply:
    if isinstance(detail, Absent):
        return detail
    checks = detail.get("checks")
    return checks if isinstance(checks, dict) else MALFORMED


def _stuck_peering(checks: Mapping[str, Any]) -> Counter[int]:
    """Return how many groups of each pool have been peering for long."""
    messages = (str(row.get("message")) for row in rows_in(checks.get("PG_AVAILABILITY"), "detail"))
    found = (_STUCK.match(message) for message in messages)
    return Counter(int(one[1]) for one in found if one and _PEERING in one[2].split("+"))


def _raised(is_raised: bool) -> str:  # noqa: FBT001 - it is the whole question
    return "raised" if is_raised else "clear"


def _named(check: Any) -> set[int]:
    """Return the OSDs that the messages of a check name."""
    if not isinstance(check, dict):
        return set()
    summary = check.get("summary")
    told = [summary.get("message")] if isinstance(summary, dict) else []
    told += [row.get("message") for row in rows_in(check, "detail")]
    return {int(number) for text in told for number in _OSD.findall(str(text))}


COLLECTOR = Collector(
    id="ceph_health",
    round=Round.DETAIL,
    level=Level.L1,
    provides=(*ceph_health.BY_CODE.values(), ceph_osd.SLOW_OPS, ceph_pool.STUCK_PEERING),
    asks=_asks,
    parse=_parse,
)
