"""The host's filesystem with the images has stopped writing after an error."""

from downstack.effects.qemu import disk_failing
from downstack.fault import Check, Fault, Guess, Is, IsNot, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Level, Path, Platform
from downstack.signals import filesystem

FAULT = Fault(
    id="filesystem_read_only_on_host",
    title="the host's filesystem with the image has become read-only after an error",
    layer=Layer.STORAGE,
    of=Kind.FILESYSTEM,
    path=Path.STORAGE,
    rate=Guess(0.02, "the default of ext4 and XFS after an error of their metadata"),
    only_if=(IsNot(filesystem.ACCESS, ("read_write",)),),
    signs=(
        Check(
            clause=Is(filesystem.ACCESS, ("forced_read_only",)),
            sensitivity=Guess(0.98, "the kernel changes the mount's options when it stops"),
            false_alarm=Guess(0.001, "a mount of a read-only device by a writable mount point"),
            level=Level.L0,
        ),
    ),
    leads_to=(
        Leads(
            to=disk_failing.EFFECT,
            via=(Edge.STORES, Edge.BACKS),
            strength=Guess(0.95, "every write of every image on it fails"),
        ),
    ),
    because="The kernel met an error in the filesystem's own structure or on its device and "
    "stopped all writes, so that it does not get worse. Every write of a VM to an image there "
    "fails; reads still work.",
    confirm="findmnt -o TARGET,SOURCE,FSTYPE,OPTIONS {entity}; dmesg | grep -iE 'ext4|xfs|btrfs'",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DATA_RISK,
            text="find out why in the kernel's log; stop the VMs on {entity}, repair the device, "
            "check the unmounted filesystem, mount it again and start them",
            command="dmesg -T; findmnt {entity}",
            do_not="mount -o remount,rw before the filesystem was checked; do not run fsck on a "
            "mounted filesystem; do not reset a paused VM: resumed, it loses nothing",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DATA_RISK,
            text="disable the compute service, stop or evacuate its servers, then repair",
            command="openstack compute service set --disable HOST nova-compute",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DATA_RISK,
            text="stop the VMs on that storage, then check its filesystem",
            command="pvesm status; qm stop VMID",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DATA_RISK,
            text="drain the node, then repair the filesystem of its local volumes",
            command="kubectl drain NODE --ignore-daemonsets",
        ),
    ),
    confused_with=("storage_backend_failing", "host_filesystem_full"),
    references=(
        "https://docs.kernel.org/admin-guide/ext4.html",
        "https://docs.kernel.org/admin-guide/xfs.html",
    ),
    maturity=Maturity.INJECTED,
)
