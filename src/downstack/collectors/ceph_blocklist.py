"""Whether the Ceph cluster refuses clients of this machine: its blocklist names their address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.ceph import DUMP, MALFORMED, images, object_of
from downstack.collectors.domains import read_json
from downstack.model import Absent, Level, Snapshot, Value
from downstack.signals import backend_refused
from downstack.source import Answer, Answers, Request, Way

ADDRESSES = Request(Way.COMMAND, "ip -j addr")


def _asks(found: Snapshot) -> Iterable[Request]:
    return (DUMP, ADDRESSES) if images(found) else ()


def _parse(answers: Answers, found: Snapshot) -> Iterator[Row]:
    told = _told(object_of(answers.raw(DUMP)), _addresses(answers.raw(ADDRESSES)))
    for group in images(found).values():
        for image in group:
            yield Reading(image, backend_refused.BLOCKLISTED, told)


def _told(dump: Mapping[str, Any] | Absent, mine: set[str] | Absent) -> Value:
    if isinstance(dump, Absent):
        return dump
    if isinstance(mine, Absent):
        return mine
    listed = dump.get("blocklist", dump.get("blacklist"))
    if not isinstance(listed, dict):
        return MALFORMED
    return "yes" if mine & {_address(entry) for entry in listed} else "no"


def _address(entry: str) -> str:
    """Return the address of "10.0.0.5:0/1234567" or of "[fd00::5]:0/1234567"."""
    return entry.rpartition(":")[0].strip("[]")


def _addresses(answer: Answer) -> set[str] | Absent:
    """Return the addresses by which other machines know this one."""
    if isinstance(answer, Absent):
        return answer
    listed = read_json(answer.text)
    if not isinstance(listed, list):
        return Absent(MALFORMED.reason, "JSON of ip")
    rows = [row for row in listed if isinstance(row, dict)]
    infos = [
        info for row in rows if isinstance(row.get("addr_info"), list) for info in row["addr_info"]
    ]
    return {
        str(info["local"])
        for info in infos
        if isinstance(info, dict) and info.get("scope") == "global" and "local" in info
    }


COLLECTOR = Collector(
    id="ceph_blocklist",
    round=Round.DETAIL,
    level=Level.L1,
    provides=(backend_refused.BLOCKLISTED,),
    asks=_asks,
    parse=_parse,
)
