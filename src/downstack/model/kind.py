"""What kinds of things there are."""

from enum import StrEnum


class Kind(StrEnum):
    """What an entity is, in the words of the kernel and of libvirt."""

    HOST = "host"
    """The machine that runs QEMU (or, for `self`, this machine)."""
    NUMA_NODE = "numa_node"
    DAEMON = "daemon"
    """A management daemon, such as libvirtd."""
    DOMAIN = "domain"
    """A VM seen from the host: its QEMU process and its definition."""
    VCPU = "vcpu"
    """One vCPU thread of a domain."""
    DISK = "disk"
    """One disk of a domain, as QEMU's block layer sees it."""
    BACKEND = "backend"
    """What a disk's top image is stored on: a file, a block device, an NBD export."""
    FILESYSTEM = "filesystem"
    """A filesystem of the host."""
    BLOCK_DEVICE = "block_device"
    """A block device of the host."""
    NIC = "nic"
    """One network interface of a domain."""
    LINK = "link"
    """A network interface of the host: tap, bridge, veth or physical."""
    GUEST = "guest"
    """The operating system inside a VM, seen from inside."""
    GUEST_FILESYSTEM = "guest_filesystem"
    CEPH_CLUSTER = "ceph_cluster"
    CEPH_POOL = "ceph_pool"
    CEPH_OSD = "ceph_osd"
    KUBE_CLUSTER = "kube_cluster"
    """The control plane of a Kubernetes cluster."""
    NODE = "node"
    """A machine as Kubernetes sees it; the machine itself is a guest or a host."""
    WORKLOAD = "workload"
    """What owns pods: a Deployment, StatefulSet, DaemonSet or Job."""
    POD = "pod"
    CONTAINER = "container"
    VOLUME = "volume"
    """A PersistentVolumeClaim and the PersistentVolume bound to it."""
    VMI = "vmi"
    """A VirtualMachineInstance of KubeVirt."""
    OPERATION = "operation"
    """Something that was asked for and may have failed: a start, a migration."""


KUBERNETES = frozenset(
    {
        *(Kind.KUBE_CLUSTER, Kind.NODE, Kind.WORKLOAD, Kind.POD),
        *(Kind.CONTAINER, Kind.VOLUME, Kind.VMI),
    }
)
"""What an API server tells of."""
CEPH = frozenset({Kind.CEPH_CLUSTER, Kind.CEPH_POOL, Kind.CEPH_OSD})
"""What the monitors of a Ceph cluster tell of."""
PREFIXES = {
    "vm": Kind.DOMAIN,
    "host": Kind.HOST,
    "pod": Kind.POD,
    "node": Kind.NODE,
    "vmi": Kind.VMI,
    "workload": Kind.WORKLOAD,
    "cluster": Kind.KUBE_CLUSTER,
    "ceph": Kind.CEPH_CLUSTER,
    "pool": Kind.CEPH_POOL,
    "osd": Kind.CEPH_OSD,
}
"""How a person names a target of a kind: pod/NS/NAME."""
