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
    OPERATION = "operation"
    """Something that was asked for and may have failed: a start, a migration."""
