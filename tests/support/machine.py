"""One machine with one VM, healthy unless a test says otherwise: the ground of faults' tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules

from downstack.inference.diagnose import diagnose
from downstack.model import Connection, Edge, Entity, Kind, Layer, Path, Snapshot, Value
from downstack.model.verdict import Cause, Diagnosis, Standing
from downstack.registry import load_catalogue
from downstack.signal import Signal
from tests.support import healthy

Readings = dict[Signal, Value]
HOST = Entity(Kind.HOST, "host", "h1")
LIBVIRTD = Entity(Kind.DAEMON, "libvirtd")
DOMAIN = Entity(Kind.DOMAIN, "u1", "db1")
GUEST = Entity(Kind.GUEST, "u1", "db1")
VCPU = Entity(Kind.VCPU, "u1/vcpu0", "db1/vcpu0")
DISK = Entity(Kind.DISK, "u1/vda", "db1/vda")
BACKEND = Entity(Kind.BACKEND, "file:/images/db1.qcow2", "/images/db1.qcow2")
FILESYSTEM = Entity(Kind.FILESYSTEM, "/images")
DEVICE = Entity(Kind.BLOCK_DEVICE, "sdb")
NIC = Entity(Kind.NIC, "u1/52:54:00:00:00:01", "db1/tap0")
TAP = Entity(Kind.LINK, "tap0")
BRIDGE = Entity(Kind.LINK, "br0")
NODE = Entity(Kind.NUMA_NODE, "0", "node0")
GUEST_FILESYSTEM = Entity(Kind.GUEST_FILESYSTEM, "u1//", "db1:/")
START = Entity(Kind.OPERATION, "u1/start", "start of db1")
ONE_OF_EACH = (
    *(HOST, LIBVIRTD, DOMAIN, GUEST, VCPU, DISK, BACKEND),
    *(FILESYSTEM, DEVICE, NIC, TAP, NODE, GUEST_FILESYSTEM, START),
)
LINKS = (
    Connection(Edge.HOSTS, HOST, DOMAIN),
    Connection(Edge.NODE_OF, NODE, HOST),
    Connection(Edge.MANAGES, LIBVIRTD, DOMAIN),
    Connection(Edge.INSIDE, DOMAIN, GUEST),
    Connection(Edge.GUEST_FILESYSTEM_OF, GUEST_FILESYSTEM, GUEST),
    Connection(Edge.RUNS, HOST, VCPU),
    Connection(Edge.VCPU_OF, VCPU, DOMAIN),
    Connection(Edge.DISK_OF, DISK, DOMAIN),
    Connection(Edge.BACKS, BACKEND, DISK),
    Connection(Edge.STORES, FILESYSTEM, BACKEND),
    Connection(Edge.CARRIES, DEVICE, FILESYSTEM),
    Connection(Edge.NIC_OF, NIC, DOMAIN),
    Connection(Edge.TAP_OF, TAP, NIC),
    Connection(Edge.BRIDGES, BRIDGE, TAP),
    Connection(Edge.CONNECTS, HOST, TAP),
    Connection(Edge.ASKED_OF, DOMAIN, START),
)


@dataclass(frozen=True, slots=True)
class Judged:
    """The whole catalogue's answer to one machine."""

    diagnosis: Diagnosis

    @property
    def named(self) -> tuple[str, ...]:
        """The faults that are named as causes, the most responsible first."""
        return tuple(cause.fault for cause in self.diagnosis.causes)

    def probability(self, fault: str) -> float:
        """The probability of a fault wherever it is listed; 0 where it is not."""
        rows: tuple[Cause, ...] = (
            *self.diagnosis.causes,
            *self.diagnosis.risks,
            *self.diagnosis.suspects,
        )
        return max((row.probability for row in rows if row.fault == fault), default=0.0)

    def standing(self, layer: Layer, path: Path | None) -> Standing:
        """The verdict on one cell."""
        return next(
            cell.standing
            for cell in self.diagnosis.layers
            if (cell.layer, cell.path) == (layer, path)
        )


def machine(changes: Mapping[Signal, Value] | None = None) -> Snapshot:
    """Return the healthy machine with these readings changed; each goes to its kind's entity."""
    entity = {one.kind: one for one in ONE_OF_EACH}
    readings: dict[Entity, dict[str, Value]] = {}
    for signal, value in (_healthy() | dict(changes or {})).items():
        readings.setdefault(entity[signal.of], {})[signal.name] = value
    return Snapshot((*ONE_OF_EACH, BRIDGE), LINKS, readings, window=2.0)


def judge(
    changes: Mapping[Signal, Value] | None = None,
    declared: frozenset[Path | None] = frozenset(),
) -> Judged:
    """Return what `why vm/db1` says of the healthy machine with these readings changed."""
    return Judged(diagnose(machine(changes), load_catalogue(), DOMAIN, declared))


def _healthy() -> dict[Signal, Value]:
    readings: dict[Signal, Value] = {}
    for found in iter_modules(healthy.__path__):
        readings |= import_module(f"{healthy.__name__}.{found.name}").READINGS
    return readings
