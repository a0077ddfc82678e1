"""NUMA nodes of this machine, their CPUs and how far they are from each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from downstack.collector import Collector, Reading, Round, Row
from downstack.collectors.machine import HOST
from downstack.model import Absent, Connection, Edge, Entity, Kind, Level, Snapshot
from downstack.signals import numa_node
from downstack.source import Answers, Request, Way

NODES = "/sys/devices/system/node"
_CPUS = Request(Way.GLOB, f"{NODES}/node*/cpulist")
_DISTANCES = Request(Way.GLOB, f"{NODES}/node*/distance")
_PATH = re.compile(rf"{NODES}/node(\d+)/cpulist", re.ASCII)


def node_of(key: str) -> Entity:
    """Return the node of this number."""
    return Entity(Kind.NUMA_NODE, key, f"node{key}")


def _asks(_found: Snapshot) -> Iterable[Request]:
    return (_CPUS, _DISTANCES)


def _parse(answers: Answers, _found: Snapshot) -> Iterator[Row]:
    for path in answers.files(_CPUS.what):
        match = _PATH.fullmatch(path)
        if match is None:
            continue
        node = node_of(match[1])
        yield node
        yield Connection(Edge.NODE_OF, node, HOST)
        for signal, file in ((numa_node.CPUS, "cpulist"), (numa_node.DISTANCES, "distance")):
            text = answers.file(f"{NODES}/{node.name}/{file}")
            yield Reading(
                node, signal, text if isinstance(text, Absent) else " ".join(text.split())
            )


COLLECTOR = Collector(
    id="numa_nodes",
    round=Round.DISCOVER,
    level=Level.L0,
    provides=(numa_node.CPUS, numa_node.DISTANCES),
    asks=_asks,
    parse=_parse,
)
