"""The machines of one experiment: a host, the guest that suffers, its neighbours, their work."""

import sys
from dataclasses import dataclass, field

from lab.disks.nbd import NbdDisk
from lab.domain import Disk, GuestSpec
from lab.guest import Guest
from lab.host import Host
from lab.load import DISK, Load, network

TARGET = "db1"
PORT = 5000
SINK = """
import socketserver, sys
class Sink(socketserver.BaseRequestHandler):
    def handle(self):
        while self.request.recv(65536):
            pass
class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
Server((sys.argv[1], int(sys.argv[2])), Sink).serve_forever()
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """A host with running guests."""

    host: Host
    target: Guest
    neighbours: tuple[Guest, ...] = ()
    notes: dict[str, str] = field(default_factory=dict)
    """What a report on this experiment should say about it."""
    options: tuple[str, ...] = ()
    """What downstack has to be told to see all of it."""

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


def with_disk(host: Host, disk: Disk, load: Load) -> Stage:
    """Return a stage whose target works on this disk."""
    (target,) = boot(host, GuestSpec(TARGET, disks=(disk,)))
    target.start_load(load)
    return Stage(host, target)


def with_disk_load(host: Host) -> Stage:
    """Return a stage whose target works on an NBD disk."""
    return with_disk(host, NbdDisk(host, TARGET), DISK)


def with_remote_disk_load(host: Host, load: Load = DISK) -> Stage:
    """Return a stage whose target works on an NBD disk in the network outside."""
    return with_disk(host, NbdDisk(host, TARGET, outside=True), load)


def with_cpu_load(host: Host, *, neighbours: int = 0) -> Stage:
    """Return a stage whose target computes, beside idle neighbours."""
    others = (GuestSpec(f"web{number + 1}") for number in range(neighbours))
    target, *rest = boot(host, GuestSpec(TARGET), *others)
    target.start_cpu_load()
    return Stage(host, target, tuple(rest))


def with_network_load(host: Host) -> Stage:
    """Return a stage whose target sends to the network outside."""
    (target,) = boot(host, GuestSpec(TARGET))
    sink = [sys.executable, "-c", SINK, host.network.outside_address, str(PORT)]
    host.start_outside(sink)
    target.start_load(network(host.network.outside_address, PORT))
    return Stage(host, target)


def with_all_loads(host: Host) -> Stage:
    """Return a stage whose target uses CPU, disk and network at once, for two faults together."""
    disk = NbdDisk(host, TARGET)
    others = (GuestSpec(f"web{number + 1}") for number in range(3))
    target, *rest = boot(host, GuestSpec(TARGET, disks=(disk,)), *others)
    sink = [sys.executable, "-c", SINK, host.network.outside_address, str(PORT)]
    host.start_outside(sink)
    target.start_disk_load()
    target.start_load(network(host.network.outside_address, PORT))
    target.start_cpu_load()
    return Stage(host, target, tuple(rest))
