"""Tests of how nested hops subtract."""

from downstack.model import (
    Absent,
    Connection,
    Edge,
    Entity,
    Kind,
    Layer,
    Path,
    Reason,
    Snapshot,
    Value,
)
from downstack.paths.hop import Hop, ResourcePath, split
from downstack.signal import Semantics, Signal, Unit

DOMAIN = Entity(Kind.DOMAIN, "u", "db1")
DISK = Entity(Kind.DISK, "u/vda", "db1/vda")
BACKEND = Entity(Kind.BACKEND, "block:/dev/sdb")
DEVICE = Entity(Kind.BLOCK_DEVICE, "sdb")


def instant(name: str, of: Kind, unit: Unit) -> Signal:
    """Return a signal that is a plain number."""
    return Signal(name=name, of=of, semantics=Semantics.INSTANT, unit=unit, help="", origin="")


GUEST_WAIT = instant("disk_guest_wait_seconds", Kind.DISK, Unit.SECONDS)
DISK_WAIT = instant("disk_wait_seconds", Kind.DISK, Unit.SECONDS)
DISK_IOS = instant("disk_ios", Kind.DISK, Unit.COUNT)
DEVICE_WAIT = instant("block_device_wait_seconds", Kind.BLOCK_DEVICE, Unit.SECONDS)
DEVICE_IOS = instant("block_device_ios", Kind.BLOCK_DEVICE, Unit.COUNT)
TO_DEVICE = (Edge.BACKS.inverse, Edge.PROVIDES.inverse)
ROUTE = ResourcePath(
    path=Path.STORAGE,
    felt=(),
    each=(Edge.DISK_OF.inverse,),
    hops=(
        Hop(name="guest", layer=Layer.GUEST, wait=GUEST_WAIT, events=DISK_IOS, limit=0.01),
        Hop(name="QEMU", layer=Layer.QEMU, wait=DISK_WAIT, events=DISK_IOS, limit=0.01),
        Hop(
            name="device",
            layer=Layer.STORAGE,
            wait=DEVICE_WAIT,
            events=DEVICE_IOS,
            limit=0.03,
            via=TO_DEVICE,
        ),
    ),
)
LINKS = [
    Connection(Edge.DISK_OF, DISK, DOMAIN),
    Connection(Edge.BACKS, BACKEND, DISK),
    Connection(Edge.PROVIDES, DEVICE, BACKEND),
]


def times(guest: Value, qemu: Value, device: Value) -> dict[str, float | None]:
    """Return the mean of each hop, by its name."""
    readings = {
        DISK: {"disk_guest_wait_seconds": guest, "disk_wait_seconds": qemu, "disk_ios": 100.0},
        DEVICE: {"block_device_wait_seconds": device, "block_device_ios": 100.0},
    }
    rows = split(Snapshot(connections=LINKS, readings=readings), DOMAIN, ROUTE)
    return {
        row.hop: None if row.mean_seconds is None else round(row.mean_seconds, 6) for row in rows
    }


def test_each_hop_keeps_what_the_next_does_not_take() -> None:
    """90 ms seen by the guest are 5 of its own, 15 of QEMU and 70 of the device."""
    assert times(0.090, 0.085, 0.070) == {"guest": 0.005, "QEMU": 0.015, "device": 0.070}


def test_hop_that_cannot_be_split_is_joined_by_name() -> None:
    """QEMU and the device share 85 ms: neither is accused alone."""
    assert times(0.090, 0.085, Absent(Reason.DENIED)) == {"guest": 0.005, "QEMU + device": 0.085}


def test_guest_that_was_not_asked_stays_unmeasured() -> None:
    """Without the agent the path begins at QEMU."""
    assert times(Absent(Reason.NOT_ASKED), 0.085, 0.070) == {
        "guest": None,
        "QEMU": 0.015,
        "device": 0.070,
    }


def test_lower_hop_that_seems_longer_gives_zero_not_less() -> None:
    """Requests in flight at the window's edges can do that."""
    assert times(0.090, 0.085, 0.086)["QEMU"] == 0.0


def test_interval_narrows_with_the_number_of_requests() -> None:
    """A mean of 100 requests of 100 ms is known to about 20 ms."""
    readings: dict[Entity, dict[str, Value]] = {DISK: {"disk_wait_seconds": 0.1, "disk_ios": 100.0}}
    rows = split(Snapshot(connections=LINKS[:1], readings=readings), DOMAIN, ROUTE)
    row = next(row for row in rows if row.mean_seconds is not None)

    assert (round(row.low or 0, 4), round(row.high or 0, 4)) == (0.0804, 0.1196)
