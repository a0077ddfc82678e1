"""A device of the host below the disk has more to do than it can."""

from downstack.effects.storage import device_slow
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk, Witness
from downstack.model import Edge, Kind, Layer, Level, Path, Platform
from downstack.signals import block_device, disk, storage_use

FAULT = Fault(
    id="host_disk_saturated",
    title="a device of the host is saturated: its queue is long and never empty",
    layer=Layer.STORAGE,
    of=Kind.BLOCK_DEVICE,
    path=Path.STORAGE,
    rate=Guess(0.05, "neighbours, backups and rebuilds on the same disks"),
    only_if=(
        Above(block_device.WAIT, 0.020),
        Above(block_device.BUSY_RATIO, 0.90),
    ),
    signs=(
        Check(
            clause=Above(block_device.MEAN_IN_FLIGHT, 4),
            sensitivity=Guess(0.98, "what a full device cannot take waits in its queue"),
            false_alarm=Guess(0.03, "one burst of parallel requests"),
            level=Level.L0,
        ),
        Check(
            clause=Above(storage_use.OTHERS_RATIO, 0.50),
            sensitivity=Guess(0.50, "a program of the host, else it is one of the VMs"),
            false_alarm=Guess(0.25, "images behind the page cache, whose requests come later"),
        ),
    ),
    leads_to=(
        Leads(
            to=device_slow.EFFECT,
            strength=Guess(0.95, "each request waits for those before it"),
        ),
    ),
    because="The device had requests all the time and many at once: a new one waits for all "
    "before it. The time is not the device's own slowness but the queue of its users.",
    confirm="iostat -x 2 3; pidstat -d 2 3",
    witness=(
        Witness(
            text="requests among the VMs' disks in files on it",
            signal=disk.REQUESTS,
            via=(Edge.CARRIES, Edge.STORES, Edge.BACKS),
        ),
        Witness(
            text="requests among the VMs' disks on it",
            signal=disk.REQUESTS,
            via=(Edge.PROVIDES, Edge.BACKS),
        ),
    ),
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="hold back who fills the queue of {entity}: limit a busy neighbour's disk, move a "
            "backup to another hour, or move an image to another device",
            command="virsh blkdeviotune VM DISK --total-iops-sec 500",
            do_not="raise the queue depth: the queue only gets longer; do not limit the VM that "
            "suffers",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="give the flavor or the volume type a quota (disk_total_iops_sec), or migrate",
            command="openstack volume qos create --property total_iops_sec=500 QOS",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="limit the busy VM's disk, and the bandwidth of backups",
            command="qm set VMID --scsi0 DISK,iops=500; vzdump --bwlimit",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="move the busy VM to another node, or its volume to another storage class",
            command="virtctl migrate VM",
        ),
    ),
    confused_with=("storage_backend_slow", "raid_resync_running"),
    references=(
        "https://docs.kernel.org/admin-guide/iostats.html",
        "https://man7.org/linux/man-pages/man1/iostat.1.html",
    ),
    maturity=Maturity.INJECTED,
)
