"""What a disk is stored on answers slowly."""

from downstack.effects.qemu import disk_slow
from downstack.effects.storage import volume_waits
from downstack.fault import Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Path, Platform

FAULT = Fault(
    id="storage_backend_slow",
    title="the storage behind the disk answers slowly",
    layer=Layer.STORAGE,
    of=Kind.BACKEND,
    path=Path.STORAGE,
    rate=Guess(0.06, "field guide: storage latency is the commonest slow-VM incident"),
    leads_to=(
        Leads(
            to=disk_slow.EFFECT,
            via=(Edge.BACKS,),
            strength=Guess(0.95, "QEMU cannot answer before its storage does"),
        ),
        Leads(
            to=volume_waits.EFFECT,
            via=(Edge.PROVISIONS,),
            strength=Guess(0.95, "the volume is an image of it"),
        ),
    ),
    because="QEMU hands each request to the storage and counts the time until it answers; nothing "
    "between them holds requests back, so the time is the storage's.",
    confirm="virsh domstats {domain} --block, twice: (rd.times + wr.times) / (rd.reqs + wr.reqs)",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="look at the storage server or device of {entity}: its own latency, its queue, "
            "what else uses it",
            command="iostat -x 2 3",
            do_not="restart the VM: its requests would wait on the same storage",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="look at the Cinder backend of the volume, then retype or migrate the volume",
            command="openstack volume show VOLUME -c os-vol-host-attr:host",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="look at the storage of the disk, then move the disk to another one online",
            command="pvesm status",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="look at the persistent volume's storage class and its backend",
            command="kubectl get pvc -o wide",
        ),
    ),
    confused_with=("disk_iotune_throttle",),
    references=(
        "https://www.qemu.org/docs/master/interop/qemu-qmp-ref.html#qapidoc-query-blockstats",
    ),
    maturity=Maturity.INJECTED,
)
