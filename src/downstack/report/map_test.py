"""Tests of map: the OSDs of a VM, the VMs of an OSD."""

from rich.console import Console

from downstack.model import Absent, Connection, Edge, Entity, Kind, Reason, Snapshot
from downstack.report.map import Branch, above, beneath, encode, render

VM = Entity(Kind.DOMAIN, "u1", "db1")
OTHER = Entity(Kind.DOMAIN, "u2", "web1")
DISK, ITS_DISK = Entity(Kind.DISK, "u1/vda", "db1/vda"), Entity(Kind.DISK, "u2/vda", "web1/vda")
IMAGE, ITS_IMAGE = Entity(Kind.BACKEND, "rbd:vms/a"), Entity(Kind.BACKEND, "rbd:vms/b")
POOL = Entity(Kind.CEPH_POOL, "f/1", "vms")
OSDS = tuple(Entity(Kind.CEPH_OSD, f"f/osd.{n}", f"osd.{n}") for n in range(2))
FOUND = Snapshot(
    (),
    (
        *(Connection(Edge.REPLICATES, osd, POOL) for osd in OSDS),
        Connection(Edge.HOLDS, POOL, IMAGE),
        Connection(Edge.HOLDS, POOL, ITS_IMAGE),
        Connection(Edge.BACKS, IMAGE, DISK),
        Connection(Edge.BACKS, ITS_IMAGE, ITS_DISK),
        Connection(Edge.DISK_OF, DISK, VM),
        Connection(Edge.DISK_OF, ITS_DISK, OTHER),
    ),
    {
        OSDS[0]: {"ceph_osd_state": "up", "ceph_osd_commit_latency_seconds": 0.861},
        OSDS[1]: {"ceph_osd_state": "up", "ceph_osd_answers": Absent(Reason.TIMED_OUT)},
    },
)


def flat(branches: tuple[Branch, ...]) -> list[str]:
    """Return the names on a map in reading order."""
    return [name for one in branches for name in (one.entity.name, *flat(one.branches))]


def text_of(target: Entity) -> str:
    """Return the map as a person sees it."""
    console = Console(width=80, no_color=True)
    with console.capture() as capture:
        console.print(render(FOUND, target, width=80))
    return capture.get()


def test_a_vm_stands_on_every_osd_of_its_pool() -> None:
    """And on nothing of the other VM."""
    assert flat(beneath(FOUND, VM)) == ["db1/vda", "", "vms", "osd.0", "osd.1"]
    assert above(FOUND, VM) == ()


def test_an_osd_carries_every_vm_of_the_pool() -> None:
    """Both of them, by their images."""
    carried = flat(above(FOUND, OSDS[0]))

    assert {"db1", "web1"} <= set(carried)
    assert "osd.1" not in carried


def test_readings_stand_beside_what_they_are_of() -> None:
    """What is absent is left out."""
    text = text_of(VM)

    assert "osd.0: state up, commit latency 861 ms" in text
    assert "osd.1: state up\n" in text
    assert "carries: nothing known" in text


def test_a_machine_gets_the_same() -> None:
    """With the edge by which each is reached."""
    told = encode(FOUND, OSDS[1])

    assert told["target"]["readings"] == {"ceph_osd_state": "up"}
    (pool,) = told["above"]
    assert (pool["edge"], pool["name"]) == ("replicates", "vms")
    assert {image["further"][0]["further"][0]["name"] for image in pool["further"]} == {
        "db1",
        "web1",
    }
