"""Tests of risks: what several VMs share is a risk of each."""

from downstack.inference.risks import find_risks
from downstack.model import Connection, Edge, Entity, Kind, Snapshot, Value
from downstack.registry import load_catalogue
from downstack.signals import block_device, raid

RAID = Entity(Kind.BLOCK_DEVICE, "md0", "md0")
VOLUME = Entity(Kind.BLOCK_DEVICE, "dm-0", "dm-0")
ROOT = Entity(Kind.FILESYSTEM, "/srv")
DEGRADED: dict[str, Value] = {block_device.SORT.name: "raid", raid.DEGRADED.name: 1.0}


def _vm(name: str, backend: Entity) -> tuple[Entity, list[Connection]]:
    domain = Entity(Kind.DOMAIN, name, name)
    disk = Entity(Kind.DISK, f"{name}/vda", f"{name}/vda")
    links = [Connection(Edge.DISK_OF, disk, domain), Connection(Edge.BACKS, backend, disk)]
    return domain, links


def risks_of(snapshot: Snapshot, target: Entity) -> list[str]:
    """Return the ids of the target's risks."""
    return [risk.fault for risk in find_risks(snapshot, load_catalogue(), (target,))]


def test_a_device_is_a_part_of_every_vm_above_it() -> None:
    """One on a volume of the RAID, one in a file on it, and one that lies elsewhere."""
    volume, file, other = (Entity(Kind.BACKEND, key) for key in ("block:v", "file:f", "file:o"))
    first, of_first = _vm("a", volume)
    second, of_second = _vm("b", file)
    third, of_third = _vm("c", other)
    links = [
        Connection(Edge.BENEATH, RAID, VOLUME),
        Connection(Edge.PROVIDES, VOLUME, volume),
        Connection(Edge.CARRIES, RAID, ROOT),
        Connection(Edge.STORES, ROOT, file),
    ]
    snapshot = Snapshot([RAID], [*links, *of_first, *of_second, *of_third], {RAID: DEGRADED})

    assert risks_of(snapshot, first) == ["raid_degraded"]
    assert risks_of(snapshot, second) == ["raid_degraded"]
    assert risks_of(snapshot, third) == []
