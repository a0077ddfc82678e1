"""How often each OSD came up lately, by the cluster's own log."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.ceph import (
    DUMP,
    MALFORMED,
    STATUS,
    cluster_of,
    images,
    object_of,
    osd_of,
    rows_in,
)
from downstack.collectors.domains import read_json
from downstack.model import Absent, Level, Snapshot
from downstack.signals import ceph_osd
from downstack.source import Answer, Answers, Request, Way

LOG = Request(Way.CEPH, "log last 200 info cluster")
NEWEST = Request(Way.CEPH, "log last 1 debug *")
"""The newest line is about our own question: it tells the cluster's time."""
LATELY = timedelta(minutes=10)
_BOOT = re.compile(r"osd\.([0-9]{1,6}) .* boot")


def _asks(found: Snapshot) -> Iterable[Request]:
    return (STATUS, DUMP, LOG, NEWEST) if images(found) else ()


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    dump = object_of(answers.raw(DUMP))
    if not images(found) or isinstance(dump, Absent):
        return
    cluster = cluster_of(answers)
    lines, newest = _lines(answers.raw(LOG)), _lines(answers.raw(NEWEST))
    returns = lines if isinstance(lines, Absent) else _returns(lines, newest)
    for about in rows_in(dump, "osds"):
        number = about.get("osd")
        if isinstance(number, int):
            count = returns if isinstance(returns, Absent) else float(returns[number])
            yield Reading(osd_of(cluster, number), ceph_osd.RETURNS, count)


def _lines(answer: Answer) -> list[tuple[datetime, str]] | Absent:
    if isinstance(answer, Absent):
        return answer
    whole = read_json(answer.text)
    if not isinstance(whole, list):
        return MALFORMED
    read = (_line(row) for row in whole if isinstance(row, dict))
    return [line for line in read if line is not None]


def _line(row: dict[str, Any]) -> tuple[datetime, str] | None:
    stamp, message = row.get("stamp"), row.get("message")
    if not isinstance(stamp, str) or not isinstance(message, str):
        return None
    try:
        at = datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%S.%f%z")
    except ValueError:
        return None
    return at, message


def _returns(
    lines: list[tuple[datetime, str]], newest: list[tuple[datetime, str]] | Absent
) -> Counter[int]:
    times = [at for at, _ in (*lines, *([] if isinstance(newest, Absent) else newest))]
    found = (_BOOT.fullmatch(message) for at, message in lines if max(times) - at <= LATELY)
    return Counter(int(one[1]) for one in found if one)


COLLECTOR = Collector(
    id="ceph_log",
    round=Round.DETAIL,
    level=Level.L1,
    provides=(ceph_osd.RETURNS,),
    asks=_asks,
    parse=_parse,
)
