"""The machines of one experiment: a host, the guest that suffers, its neighbours, their work."""

from dataclasses import dataclass, field

from lab.disks.nbd import NbdDisk
from lab.domain import GuestSpec
from lab.guest import Guest
from lab.host import Host

TARGET = "db1"


@dataclass(frozen=True, slots=True)
class Stage:
    """A host with running guests."""

    host: Host
    target: Guest
    neighbours: tuple[Guest, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)
    """What a report on this experiment should say about it."""

    def nbd_disk(self) -> NbdDisk:
        """Return the target's NBD disk."""
        for disk in self.target.spec.disks:
            if isinstance(disk, NbdDisk):
                return disk
        raise LookupError(f"{self.target.name} has no NBD disk")


def boot(host: Host, *specs: GuestSpec) -> tuple[Guest, ...]:
    """Start guests side by side and wait until all are ready."""
    guests = tuple(Guest(host, spec) for spec in specs)
    for guest in guests:
        guest.start()
    for guest in guests:
        guest.wait_ready()
    return guests


def with_disk_load(host: Host) -> Stage:
    """Return a stage whose target works on an NBD disk."""
    disk = NbdDisk(host, TARGET)
    (target,) = boot(host, GuestSpec(TARGET, disks=(disk,)))
    target.start_disk_load()
    return Stage(host, target)
