"""A cluster whose one node is the VM of `machine`, healthy unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from downstack.inference.diagnose import diagnose
from downstack.model import Connection, Edge, Entity, Kind, Path, Snapshot, Value
from downstack.registry import load_catalogue
from downstack.signal import Signal
from tests.support import healthy_cluster
from tests.support.machine import BACKEND, DOMAIN, GUEST, Judged, machine

CLUSTER = Entity(Kind.KUBE_CLUSTER, "c1", "cluster c1")
NODE = Entity(Kind.NODE, "worker1", "worker1")
POD = Entity(Kind.POD, "p1", "shop/web-1")
CONTAINER = Entity(Kind.CONTAINER, "p1/web", "shop/web-1/web")
VOLUME = Entity(Kind.VOLUME, "shop/data", "shop/data")
WORKLOAD = Entity(Kind.WORKLOAD, "shop/Deployment/web", "shop/Deployment/web")
VMI = Entity(Kind.VMI, "vms/vm1", "vms/vm1")
ONE_OF_EACH = (CLUSTER, NODE, POD, CONTAINER, VOLUME, WORKLOAD, VMI)
LINKS = (
    Connection(Edge.GOVERNS, CLUSTER, NODE),
    Connection(Edge.PLANS, CLUSTER, POD),
    Connection(Edge.STEERS, CLUSTER, WORKLOAD),
    Connection(Edge.BECOMES, GUEST, NODE),
    Connection(Edge.RUNS_POD, NODE, POD),
    Connection(Edge.CONTAINER_OF, CONTAINER, POD),
    Connection(Edge.MOUNTED_BY, VOLUME, POD),
    Connection(Edge.OWNS, WORKLOAD, POD),
    Connection(Edge.PROVISIONS, BACKEND, VOLUME),
    Connection(Edge.EMBODIES, DOMAIN, VMI),
)


def cluster(
    changes: Mapping[Signal, Value] | None = None, without: tuple[Edge, ...] = ()
) -> Snapshot:
    """Return the healthy cluster with these readings changed; *without* these edges."""
    entity = {one.kind: one for one in ONE_OF_EACH}
    ours = {signal: value for signal, value in (changes or {}).items() if signal.of in entity}
    below = {signal: value for signal, value in (changes or {}).items() if signal.of not in entity}
    under = machine(below)
    readings = {one: dict(values) for one, values in under.readings.items()}
    for signal, value in (_healthy() | ours).items():
        readings.setdefault(entity[signal.of], {})[signal.name] = value
    links = [link for link in (*under.connections, *LINKS) if link.edge not in without]
    return Snapshot((*under.entities, *ONE_OF_EACH), links, readings, window=2.0)


def judge(
    changes: Mapping[Signal, Value] | None = None,
    target: Entity = POD,
    declared: frozenset[Path | None] = frozenset(),
    without: tuple[Edge, ...] = (),
) -> Judged:
    """Return what `why` says of a pod of the healthy cluster with these readings changed."""
    return Judged(diagnose(cluster(changes, without), load_catalogue(), target, declared))


def _healthy() -> dict[Signal, Value]:
    readings: dict[Signal, Value] = {}
    for found in iter_modules(healthy_cluster.__path__):
        readings |= import_module(f"{healthy_cluster.__name__}.{found.name}").READINGS
    return readings
