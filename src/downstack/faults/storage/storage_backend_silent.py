"""What a disk is stored on does not answer at all."""

from downstack.effects.qemu import disk_stalled
from downstack.fault import Above, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Path, Platform
from downstack.signals import backend_pool

FAULT = Fault(
    id="storage_backend_silent",
    title="the storage behind the disk does not answer",
    layer=Layer.STORAGE,
    of=Kind.BACKEND,
    path=Path.STORAGE,
    rate=Guess(0.05, "a server that is gone, a path that is lost, a pool that takes no requests"),
    only_if=(Above(backend_pool.SILENT_OSDS, 0),),
    leads_to=(
        Leads(
            to=disk_stalled.EFFECT,
            via=(Edge.BACKS,),
            strength=Guess(0.97, "QEMU waits; network storage has no time-out by default"),
        ),
    ),
    because="Requests of the guest are in flight and none ends, at QEMU's disk neither. Network "
    "storage that is silent makes no error: every counter of QEMU stands still, and looks idle.",
    confirm="virsh domblkstat {domain}, twice: no counter moves while the guest waits",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="look whether the server of {entity} lives and is reached; the requests go on by "
            "themselves when it answers again",
            command="ss -tnpo | grep qemu",
            do_not="destroy the VM: what it has in flight would be lost, and it may hang as well",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="look whether the Cinder backend of the volume is up",
            command="openstack volume service list",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="look whether the storage is reached from this node",
            command="pvesm status",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="look whether the backend of the volume is up and its node plugin runs",
            command="kubectl get volumeattachment",
        ),
    ),
    confused_with=("storage_backend_slow", "qemu_hung"),
    references=(
        "https://docs.kernel.org/block/stat.html",
        "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
    ),
    maturity=Maturity.INJECTED,
)
