"""The machines of one experiment at T3: the host, the guest that suffers, its neighbours."""

from dataclasses import dataclass, field

from lab.network import SUBNET
from lab.t3.domain import VCPUS
from lab.t3.guest import T3Guest
from lab.t3.host import T3Host
from lab.t3.load import QUARTER_CPU, network
from lab.t3.machine import CPUS

TARGET = "db1"
PORT = 5000
OUTSIDE = f"{SUBNET}.254"
LAST_CPU = str(CPUS - 1)
ALL_CPUS = f"0-{CPUS - 1}"


@dataclass(frozen=True, slots=True)
class T3Stage:
    """A host with running guests."""

    host: T3Host
    target: T3Guest
    neighbours: tuple[T3Guest, ...]
    notes: dict[str, str] = field(default_factory=dict)
    """What a report on this experiment should say about it."""


def idle(host: T3Host) -> T3Stage:
    """Return a stage where nobody works."""
    others = tuple(guest for guest in host.guests if guest.name != TARGET)
    return T3Stage(host, host.guest(TARGET), others)


def with_cpu_load(host: T3Host) -> T3Stage:
    """Return a stage whose target computes all the time."""
    stage = idle(host)
    stage.target.start_cpu_load()
    return stage


def with_some_cpu_load(host: T3Host) -> T3Stage:
    """Return a stage whose target leaves some of the only CPU to whoever looks at it."""
    stage = idle(host)
    stage.target.start_load(QUARTER_CPU)
    return stage


def with_disk_load(host: T3Host) -> T3Stage:
    """Return a stage whose target works on its disk."""
    stage = idle(host)
    stage.target.start_disk_load()
    return stage


def with_network_load(host: T3Host) -> T3Stage:
    """Return a stage whose target sends to the network outside."""
    stage = idle(host)
    sink = f"nc -lk {OUTSIDE} {PORT} >/dev/null"
    host.start("lab-sink", f"ip netns exec outside sh -c {sink!r}")
    stage.target.start_load(network(OUTSIDE, PORT))
    return stage


def pin(stage: T3Stage, names: tuple[str, ...], cpus: str) -> None:
    """Pin all vCPUs of these domains to these CPUs."""
    lines = [
        f"virsh -q vcpupin {name} {vcpu} {cpus} --live" for name in names for vcpu in range(VCPUS)
    ]
    stage.host.run(" && ".join(lines))
