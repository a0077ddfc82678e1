"""The file in which each loop device keeps its data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row
from downstack.model import Entity, Kind, Level, Snapshot
from downstack.signals import loop
from downstack.source import Answers, Request, Way

_FILES = "/sys/block/loop*/loop/backing_file"


def _asks(_found: Snapshot) -> Iterable[Request]:
    yield Request(Way.GLOB, _FILES)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    for path, raw in answers.files(_FILES).items():
        name = path.split("/")[3]
        device = Entity(Kind.BLOCK_DEVICE, name, name)
        yield Reading(device, loop.FILE, raw.text.rstrip("\n"), raw.at)


COLLECTOR = Collector(
    id="loops",
    round=Round.DISCOVER,
    level=Level.L0,
    provides=(loop.FILE,),
    asks=_asks,
    parse=_parse,
)
