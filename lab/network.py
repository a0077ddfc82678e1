"""A host's network: its bridge, and a second namespace that stands for everything outside."""

from dataclasses import dataclass

from lab.process import run

SUBNET = "10.77.0"
PREFIX = 24


@dataclass(frozen=True, slots=True)
class Network:
    """Two network namespaces joined by a cable that ends in the host's bridge."""

    name: str

    @property
    def inner(self) -> str:
        """The host's namespace."""
        return f"lab-{self.name}"

    @property
    def outer(self) -> str:
        """The namespace of the network outside."""
        return f"lab-{self.name}-outside"

    @property
    def bridge(self) -> str:
        """The bridge to which the guests' taps belong."""
        return f"br-{self.name}"

    @property
    def host_address(self) -> str:
        """The host's address on its bridge."""
        return f"{SUBNET}.1"

    @property
    def outside_address(self) -> str:
        """The address of the network outside."""
        return f"{SUBNET}.254"

    def create(self) -> None:
        """Make both namespaces, the cable and the bridge."""
        for namespace in (self.inner, self.outer):
            run(["ip", "netns", "add", namespace])
            run(["ip", "-n", namespace, "link", "set", "lo", "up"])
        # The bridge gets its MAC by hand: else it takes a tap's, and peers lose their way.
        script = f"""
            link add uplink type veth peer name uplink netns {self.outer}
            link add {self.bridge} type bridge
            link set uplink address 02:00:00:00:00:02
            link set {self.bridge} address 02:00:00:00:00:01
            link set uplink master {self.bridge}
            link set uplink up
            link set {self.bridge} up
            addr add {self.host_address}/{PREFIX} dev {self.bridge}
        """
        run(["ip", "-n", self.inner, "-batch", "-"], stdin=script)
        outside = f"addr add {self.outside_address}/{PREFIX} dev uplink\nlink set uplink up\n"
        run(["ip", "-n", self.outer, "-batch", "-"], stdin=outside)


def remove_namespace(name: str) -> None:
    """Remove a network namespace with all that is in it, if it exists."""
    if name in {line.split()[0] for line in run(["ip", "netns", "list"]).splitlines() if line}:
        run(["ip", "netns", "delete", name])
