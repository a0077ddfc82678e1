"""A disk ignores the guest's flushes: cache=unsafe."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import disk

FAULT = Fault(
    id="disk_cache_unsafe",
    title="the disk ignores the guest's flushes (cache=unsafe)",
    layer=Layer.MANAGEMENT,
    of=Kind.DISK,
    path=Path.STORAGE,
    rate=Guess(0.02, "set for a fast installation, and kept"),
    risk=True,
    signs=(
        Check(
            clause=Is(disk.CACHE, ("unsafe",)),
            sensitivity=Guess(0.99, "a fact of the definition"),
            false_alarm=Guess(0.001, "a disk whose data nobody needs after a crash"),
        ),
    ),
    because="With cache=unsafe QEMU answers a flush at once and writes nothing. A database or a "
    "journal in the guest believes its data to be stored; a crash of the host loses it and can "
    "break the filesystem.",
    confirm="virsh dumpxml {domain} --xpath //disk/driver",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DISRUPTIVE,
            text="set cache='none' (or writeback) for the disk, then stop and start the VM",
            command="virsh edit {domain}; virsh shutdown {domain}; virsh start {domain}",
            do_not="kill the VM or the host before its page cache was written: sync first",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="set disk_cachemodes in nova.conf, then hard-reboot the servers",
            command="openstack server reboot --hard SERVER",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="set the disk's cache to none",
            command="qm set VMID --scsi0 DISK,cache=none",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="set the disk's cache to none in the VM's definition",
            command="kubectl edit vm VM",
        ),
    ),
    references=(
        "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
        "https://www.qemu.org/docs/master/system/qemu-block-drivers.html",
    ),
    maturity=Maturity.DRAFT,
)
