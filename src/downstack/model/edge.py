"""How things hang on each other: every edge points from cause to victim."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from downstack.model.kind import Kind


class Edge(Enum):
    """A relation with the kinds at its two ends; a fault travels along it."""

    HOSTS = ("hosts", Kind.HOST, Kind.DOMAIN)
    RUNS = ("runs", Kind.HOST, Kind.VCPU)
    NODE_OF = ("node_of", Kind.NUMA_NODE, Kind.HOST)
    MANAGES = ("manages", Kind.DAEMON, Kind.DOMAIN)
    VCPU_OF = ("vcpu_of", Kind.VCPU, Kind.DOMAIN)
    DISK_OF = ("disk_of", Kind.DISK, Kind.DOMAIN)
    BACKS = ("backs", Kind.BACKEND, Kind.DISK)
    STORES = ("stores", Kind.FILESYSTEM, Kind.BACKEND)
    CARRIES = ("carries", Kind.BLOCK_DEVICE, Kind.FILESYSTEM)
    BENEATH = ("beneath", Kind.BLOCK_DEVICE, Kind.BLOCK_DEVICE)
    PROVIDES = ("provides", Kind.BLOCK_DEVICE, Kind.BACKEND)
    REACHES = ("reaches", Kind.LINK, Kind.BACKEND)
    HOLDS = ("holds", Kind.CEPH_POOL, Kind.BACKEND)
    REPLICATES = ("replicates", Kind.CEPH_OSD, Kind.CEPH_POOL)
    SERVES = ("serves", Kind.CEPH_OSD, Kind.CEPH_CLUSTER)
    KEEPS = ("keeps", Kind.CEPH_CLUSTER, Kind.CEPH_POOL)
    NIC_OF = ("nic_of", Kind.NIC, Kind.DOMAIN)
    TAP_OF = ("tap_of", Kind.LINK, Kind.NIC)
    BRIDGES = ("bridges", Kind.LINK, Kind.LINK)
    CONNECTS = ("connects", Kind.HOST, Kind.LINK)
    INSIDE = ("inside", Kind.DOMAIN, Kind.GUEST)
    GUEST_FILESYSTEM_OF = ("guest_filesystem_of", Kind.GUEST_FILESYSTEM, Kind.GUEST)
    GOVERNS = ("governs", Kind.KUBE_CLUSTER, Kind.NODE)
    STEERS = ("steers", Kind.KUBE_CLUSTER, Kind.WORKLOAD)
    PLANS = ("plans", Kind.KUBE_CLUSTER, Kind.POD)
    BECOMES = ("becomes", Kind.GUEST, Kind.NODE)
    BEARS = ("bears", Kind.HOST, Kind.NODE)
    RUNS_POD = ("runs_pod", Kind.NODE, Kind.POD)
    OWNS = ("owns", Kind.WORKLOAD, Kind.POD)
    CONTAINER_OF = ("container_of", Kind.CONTAINER, Kind.POD)
    MOUNTED_BY = ("mounted_by", Kind.VOLUME, Kind.POD)
    PROVISIONS = ("provisions", Kind.BACKEND, Kind.VOLUME)
    LENDS = ("lends", Kind.NODE, Kind.VOLUME)
    LAUNCHES = ("launches", Kind.POD, Kind.DOMAIN)
    EMBODIES = ("embodies", Kind.DOMAIN, Kind.VMI)
    ASKED_OF = ("asked_of", Kind.DOMAIN, Kind.OPERATION)

    def __init__(self, label: str, source: Kind, target: Kind) -> None:
        """Spell the value out: (label, kind of the cause, kind of the victim)."""
        self.label = label
        self.source = source
        self.target = target

    @property
    def inverse(self) -> Backward:
        """The same edge, walked from victim to cause."""
        return Backward(self)


@dataclass(frozen=True, slots=True)
class Backward:
    """An edge walked from victim to cause."""

    edge: Edge

    @property
    def source(self) -> Kind:
        """The kind at which this step starts."""
        return self.edge.target

    @property
    def target(self) -> Kind:
        """The kind at which this step ends."""
        return self.edge.source

    @property
    def inverse(self) -> Edge:
        """The edge in its own direction."""
        return self.edge


Step = Edge | Backward
