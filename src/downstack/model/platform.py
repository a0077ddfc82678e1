"""The platforms that manage QEMU/KVM, what runs on it, and what it stores on."""

from enum import StrEnum


class Platform(StrEnum):
    """Who started it, and so whose commands repair it."""

    LIBVIRT = "libvirt"
    QEMU = "qemu"
    OPENSTACK = "openstack"
    PROXMOX = "proxmox"
    KUBEVIRT = "kubevirt"
    KUBERNETES = "kubernetes"
    CEPH = "ceph"
    """A Ceph cluster installed from packages."""
    CEPHADM = "cephadm"
    ROOK = "rook"
