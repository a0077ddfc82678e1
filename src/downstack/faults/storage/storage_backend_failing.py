"""What a disk is stored on answers requests with errors."""

from downstack.effects.qemu import disk_failing
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Level, Path, Platform
from downstack.signals import backend_trouble

FAULT = Fault(
    id="storage_backend_failing",
    title="the storage behind the disk answers with I/O errors",
    layer=Layer.STORAGE,
    of=Kind.BACKEND,
    path=Path.STORAGE,
    rate=Guess(0.03, "broken media, lost paths and storage servers that went away"),
    signs=(
        Check(
            clause=Above(backend_trouble.DEVICE_ERRORS, 0),
            sensitivity=Guess(0.70, "the kernel logs what fails on a device of its own"),
            false_alarm=Guess(0.02, "an error of the last hour that is over"),
            level=Level.L2,
        ),
    ),
    leads_to=(
        Leads(
            to=disk_failing.EFFECT,
            via=(Edge.BACKS,),
            strength=Guess(0.95, "QEMU cannot succeed where its storage fails"),
        ),
    ),
    because="QEMU reports that requests failed below it: the file, the device or the server that "
    "holds the image answered with an error. QEMU only hands it on, or pauses the VM.",
    confirm="virsh domblkerror {domain}; virsh event {domain} io-error-reason --timeout 10; "
    "journalctl -k -g 'I/O error'",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DATA_RISK,
            text="repair {entity} first: the media, the path or the server; then resume a paused "
            "VM, and inside check the filesystem (it may have become read-only)",
            command="virsh domblklist {domain} --details; virsh resume {domain}",
            do_not="run fsck or resume while the storage still fails: each adds damage; do not "
            "copy the disk to failing media",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DATA_RISK,
            text="look at the Cinder backend and the node's connection to it; then reboot the "
            "server if its filesystem became read-only",
            command="openstack volume service list; openstack volume show VOLUME",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DATA_RISK,
            text="look at the storage and its media; then resume",
            command="pvesm status; zpool status -x; qm resume VMID",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DATA_RISK,
            text="look at the persistent volume and its CSI driver; then unpause",
            command="kubectl describe pvc; kubectl get volumeattachment; virtctl unpause vm VM",
        ),
    ),
    confused_with=("host_filesystem_full", "storage_backend_slow"),
    references=(
        "https://www.qemu.org/docs/master/interop/qemu-qmp-ref.html#qapidoc-event-BLOCK_IO_ERROR",
        "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
    ),
    maturity=Maturity.INJECTED,
)
