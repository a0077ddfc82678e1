"""The platforms that manage QEMU/KVM."""

from enum import StrEnum


class Platform(StrEnum):
    """Who started the VM, and so whose commands repair it."""

    LIBVIRT = "libvirt"
    QEMU = "qemu"
    OPENSTACK = "openstack"
    PROXMOX = "proxmox"
    KUBEVIRT = "kubevirt"
