"""What real Ceph clusters answered, and what a collector reads of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hypothesis import given

from downstack.collector import Collector, Reading, Row
from downstack.derive import rows_of
from downstack.model import Absent, Connection, Edge, Entity, Kind, Reason, Snapshot, Value
from downstack.signals import backend
from downstack.source import Answer, Answers, Raw, Request
from tests.support.grown import grown, parse

RECORDED = Path(__file__).parents[2] / "src/downstack/collectors/ceph_test"
LATE = Absent(Reason.TIMED_OUT, "ceph to answer in time")
FILE = Entity(Kind.BACKEND, "file:/srv/a", "/srv/a")


def images(*names: str) -> Snapshot:
    """Return a host with RBD images of these names, and a file."""
    found = [Entity(Kind.BACKEND, f"rbd:{name}", name) for name in names]
    readings = {one: {backend.TYPE.name: "rbd"} for one in found}
    return Snapshot([*found, FILE], [], {**readings, FILE: {backend.TYPE.name: "file"}})


OURS = images("lcvms/vm1", "vms/db1", "other/vm2")
"""The recorded clusters have the first or the second, none has the third."""


def answer(machine: str, request: Request) -> Answer:
    """Return what the cluster answered, or that it did not."""
    file = RECORDED / machine / "ceph" / f"{request.what.replace('*', 'all')}.json"
    return Raw(file.read_text(), 1.0) if file.exists() else LATE


def rows_at(collector: Collector, machine: str, found: Snapshot = OURS) -> list[Row]:
    """Return what a collector reads of a recorded cluster."""
    answers = {request: answer(machine, request) for request in collector.asks(found)}
    return list(collector.parse(Answers(answers), found))


def seen(
    collector: Collector, machine: str, kind: Kind, name: str = "", found: Snapshot = OURS
) -> dict[str, Value]:
    """Return the readings of the one entity of this kind, or of that name."""
    rows = rows_at(collector, machine, found)
    readings = rows_of(row for row in rows if isinstance(row, Reading))
    (entity,) = (one for one in readings if one.kind is kind and name in {"", one.name})
    return dict(readings[entity])


def joined(collector: Collector, machine: str, edge: Edge) -> set[tuple[str, str]]:
    """Return who is joined by an edge, by name."""
    links = [row for row in rows_at(collector, machine) if isinstance(row, Connection)]
    return {(one.cause.name, one.victim.name) for one in links if one.edge is edge}


def survives(collector: Collector, machine: str, changed: Request) -> None:
    """Replies grown from a real one are read or refused, never raised."""
    whole = {request: answer(machine, request) for request in collector.asks(OURS)}
    texts = {request: one.text for request, one in whole.items() if isinstance(one, Raw)}

    @given(text=grown(texts[changed]))
    def reads(text: str) -> None:
        rows: Iterable[Row] = parse(collector, {**texts, changed: text}, OURS)
        for row in rows:
            assert isinstance(row, Reading | Connection | Entity)

    reads()
