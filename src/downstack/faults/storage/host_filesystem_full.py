"""The filesystem of the host that holds the image has no space left."""

from downstack.effects.qemu import disk_out_of_space
from downstack.fault import AtMost, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Level, Path, Platform
from downstack.signals import backend_trouble

FAULT = Fault(
    id="host_filesystem_full",
    title="the host's filesystem with the image is full",
    layer=Layer.STORAGE,
    of=Kind.FILESYSTEM,
    path=Path.STORAGE,
    rate=Guess(0.03, "thin images are promised more space than there is"),
    signs=(
        Check(
            clause=AtMost(backend_trouble.FILESYSTEM_FREE, 16 * 2**20),
            sensitivity=Guess(0.95, "a write that fails leaves less free than one cluster"),
            false_alarm=Guess(0.01, "a filesystem that is full and whose images do not grow"),
            level=Level.L0,
        ),
    ),
    leads_to=(
        Leads(
            to=disk_out_of_space.EFFECT,
            via=(Edge.STORES, Edge.BACKS),
            strength=Guess(0.80, "only a disk whose image has to grow is hit"),
        ),
    ),
    because="A thin image grows when the guest writes to a place for the first time. That write "
    "found no space, so QEMU paused the VM instead of handing the guest an error: no data is lost.",
    confirm="virsh domblkerror {domain}; df -h {entity}; df -i {entity}",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="make room on {entity} (old ISO images, cores, logs) or enlarge it, then let the "
            "VM go on where it stopped",
            command="df -h {entity}; virsh resume {domain}",
            do_not="resume before there is room: it pauses at once again; do not delete an image "
            "because no VM lists it: it may be the base of a chain; do not reset the VM: resumed, "
            "it loses nothing",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="free the instances path (its _base cache of images no longer used), then resume "
            "the domain on the compute node; later lower disk_allocation_ratio",
            command="df -h /var/lib/nova/instances; virsh resume {domain}",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="free the storage (backups and unused disks first), then resume",
            command="pvesm status; qm resume VMID",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="expand the volume or free the node's disk; then unpause",
            command="kubectl get pvc; virtctl unpause vm VM",
        ),
    ),
    confused_with=("storage_backend_failing",),
    references=(
        "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
        "https://libvirt.org/manpages/virsh.html#domblkerror",
    ),
    maturity=Maturity.INJECTED,
)
