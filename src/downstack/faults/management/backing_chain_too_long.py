"""A disk is a long stack of snapshots."""

from downstack.fault import Above, Check, Fault, Guess, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import disk

FAULT = Fault(
    id="backing_chain_too_long",
    title="the disk is a long chain of snapshots",
    layer=Layer.MANAGEMENT,
    of=Kind.DISK,
    path=Path.STORAGE,
    rate=Guess(0.03, "backups that make a snapshot each day and never merge it"),
    risk=True,
    signs=(
        Check(
            clause=Above(disk.LAYERS, 10),
            sensitivity=Guess(0.98, "libvirt lists every image of a running domain"),
            false_alarm=Guess(0.001, "a chain that somebody keeps on purpose"),
        ),
    ),
    because="A read of a cluster that no newer image holds walks down the chain, image by "
    "image, each with its own metadata cache; every image is one more file that can be "
    "lost, and merging takes longer the longer one waits.",
    confirm="virsh domblklist {domain} --details; virsh dumpxml {domain} --xpath //backingStore",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DISRUPTIVE,
            text="merge the snapshots into the base while the VM runs, at a quiet hour",
            command="virsh blockcommit {domain} {device} --active --pivot --wait --verbose",
            do_not="delete an image of the chain by hand: everything above it is lost",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="delete the old snapshots of the volume: the driver merges them",
            command="openstack volume snapshot list --volume VOLUME",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="delete the snapshots that nobody needs",
            command="qm listsnapshot VMID",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="delete old VirtualMachineSnapshots; the chain itself is the storage driver's",
            command="kubectl get vmsnapshot -A",
        ),
    ),
    references=(
        "https://libvirt.org/kbase/backing_chains.html",
        "https://libvirt.org/manpages/virsh.html#blockcommit",
    ),
    maturity=Maturity.DRAFT,
)
