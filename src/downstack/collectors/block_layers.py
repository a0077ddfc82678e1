"""What sort each block device is, and which devices lie beneath which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.filesystems import PARTITIONS, SLAVES, devices_below, with_all_below
from downstack.collectors.proc_diskstats import DISKSTATS, devices_of
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Snapshot
from downstack.signals import block_device
from downstack.source import Answers, Request

_SORTS = (
    (re.compile(r"dm-\d+"), "mapper"),
    (re.compile(r"md(?:\d+|_\S+)"), "raid"),
    (re.compile(r"loop\d+"), "loop"),
    (re.compile(r"nbd\d+"), "nbd"),
    (re.compile(r"(?:sd|vd|xvd|hd)[a-z]+|nvme\d+n\d+|mmcblk\d+|dasd[a-z]+|pmem\d+"), "disk"),
)


def sort_of(name: str, partitions: set[str]) -> str:
    """Return what sort of device has this kernel name."""
    if name in partitions:
        return "partition"
    return next((sort for pattern, sort in _SORTS if pattern.fullmatch(name)), "other")


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (DISKSTATS, PARTITIONS, SLAVES)


def _partitions(answers: Answers) -> set[str]:
    listed = answers.text(PARTITIONS)
    paths = [] if isinstance(listed, Absent) else listed.split("\n")
    return {path.split("/")[-2] for path in paths if path.count("/") > 1}


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    stats = answers.text(DISKSTATS)
    devices = {} if isinstance(stats, Absent) else devices_of(stats)
    below, partitions = devices_below(answers), _partitions(answers)
    for name in devices:
        upper = Entity(Kind.BLOCK_DEVICE, name, name)
        yield Reading(upper, block_device.SORT, sort_of(name, partitions))
        for lower in with_all_below(name, below)[1:]:
            if lower in devices:
                yield Connection(Edge.BENEATH, Entity(Kind.BLOCK_DEVICE, lower, lower), upper)


COLLECTOR = Collector(
    id="block_layers",
    round=Round.DISCOVER,
    level=Level.L0,
    provides=(block_device.SORT,),
    asks=_asks,
    parse=_parse,
)
