"""The VM does not start: its image is locked, forbidden or not there."""

from downstack.effects.qemu import domain_stopped
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Level, Platform
from downstack.signals import operation

FAULT = Fault(
    id="start_refused",
    title="the start was refused: the image is locked, forbidden or missing",
    layer=Layer.MANAGEMENT,
    of=Kind.OPERATION,
    path=None,
    rate=Guess(0.03, "the commonest reasons why a VM does not start"),
    only_if=(Is(operation.OUTCOME, ("failed",)),),
    signs=(
        Check(
            clause=Is(operation.FAILURE, ("image_locked", "permission", "image_missing")),
            sensitivity=Guess(0.95, "QEMU says why it cannot open an image"),
            false_alarm=Guess(0.02, "a file other than an image of a disk"),
            level=Level.L2,
        ),
    ),
    leads_to=(
        Leads(
            to=domain_stopped.EFFECT,
            via=(Edge.ASKED_OF.inverse,),
            strength=Guess(0.98, "a QEMU that cannot open its disks ends at once"),
        ),
    ),
    because="QEMU opens every image before the guest runs, and takes a lock on it. It could not: "
    "another process holds the lock, the user or the label of QEMU may not open the file, or "
    "nothing is there.",
    confirm="tail -n 5 /var/log/libvirt/qemu/{domain}.log",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DATA_RISK,
            text="locked: find who holds the lock (another VM, qemu-img, qemu-nbd) and end that; "
            "forbidden: give the file to QEMU's user and repair its label; missing: mount or "
            "start the pool that holds it",
            command="lslocks -o PID,COMMAND,PATH | grep -F OFDLCK; virsh domblklist {domain}; "
            "restorecon -v IMAGE; virsh pool-list --all",
            do_not="switch locking off, or share the disk, to get past a lock: two writers "
            "destroy the filesystem; do not chmod 777 an image or disable SELinux",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DATA_RISK,
            text="see whether the old host still runs the server after an evacuation; repair the "
            "owner of the instance's directory",
            command="openstack server show SERVER -c fault -c OS-EXT-SRV-ATTR:host",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DATA_RISK,
            text="see whether another node or a backup still uses the disk; enable its storage",
            command="qm config VMID; pvesm status; pvesm list STORAGE --vmid VMID",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="see whether another pod still has the volume (ReadWriteOnce), and the volume's "
            "fsGroup",
            command="kubectl describe pod -l kubevirt.io=virt-launcher; "
            "kubectl get volumeattachment",
        ),
    ),
    references=(
        "https://www.qemu.org/docs/master/system/images.html#disk-image-file-locking",
        "https://libvirt.org/drvqemu.html#posix-users-groups",
    ),
    maturity=Maturity.INJECTED,
)
