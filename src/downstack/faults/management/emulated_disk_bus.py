"""A disk hangs on an emulated controller."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import disk

FAULT = Fault(
    id="emulated_disk_bus",
    title="the disk hangs on an emulated controller",
    layer=Layer.MANAGEMENT,
    of=Kind.DISK,
    path=Path.STORAGE,
    rate=Guess(0.05, "imported VMs keep the bus of the machine they came from"),
    risk=True,
    signs=(
        Check(
            clause=Is(disk.BUS, ("ide", "sata", "usb", "sd", "fdc")),
            sensitivity=Guess(0.98, "the definition says it"),
            false_alarm=Guess(0.001, "an installer or an old system that needs it"),
        ),
    ),
    because="Each request to an emulated IDE or SATA controller takes several exits to QEMU and "
    "few requests are under way at a time; virtio-blk and virtio-scsi hand over many "
    "with one notification.",
    confirm="virsh dumpxml {domain} --xpath //disk/target",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DISRUPTIVE,
            text="install the virtio drivers inside, then change the bus of {device} to virtio "
            "or scsi while the VM is off",
            command="virsh edit {domain}",
            do_not="change the bus before the guest has the virtio driver: it will not boot",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="set hw_disk_bus=virtio on the image and build the server anew from it",
            command="openstack image set --property hw_disk_bus=virtio IMAGE",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="detach the disk and attach it as scsi with VirtIO SCSI single",
            command="qm set VMID --scsihw virtio-scsi-single",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="set disk.bus to virtio in the VM and restart it",
            command="kubectl get vm NAME -o yaml",
        ),
    ),
    references=(
        "https://libvirt.org/formatdomain.html#hard-drives-floppy-disks-cdroms",
        "https://www.qemu.org/docs/master/system/device-emulation.html",
    ),
    maturity=Maturity.DRAFT,
)
