"""A filesystem inside the guest is full, or its kernel made it read-only."""

from downstack.effects.guest import guest_filesystem_unwritable
from downstack.fault import Above, Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Level, Path, Platform
from downstack.signals import guest_filesystem, guest_state

FAULT = Fault(
    id="guest_filesystem_full",
    title="a filesystem inside is full or read-only",
    layer=Layer.GUEST,
    of=Kind.GUEST_FILESYSTEM,
    path=Path.STORAGE,
    rate=Guess(0.05, "logs and databases grow until they cannot"),
    signs=(
        Check(
            clause=Above(guest_state.FILESYSTEM_FILLED, 0.995),
            sensitivity=Guess(0.90, "a full filesystem, or one without inodes"),
            false_alarm=Guess(0.01, "a read-only image that is full by construction"),
            level=Level.L3,
        ),
        Check(
            clause=Is(guest_filesystem.ACCESS, ("forced_read_only",)),
            sensitivity=Guess(0.20, "the other way to be unwritable"),
            false_alarm=Guess(0.001, "the kernel does so only after an error"),
            level=Level.L3,
        ),
    ),
    leads_to=(
        Leads(
            to=guest_filesystem_unwritable.EFFECT,
            via=(Edge.GUEST_FILESYSTEM_OF,),
            strength=Guess(0.95, "who writes there gets an error"),
        ),
    ),
    because="The guest's own filesystem has no space or no inode left (or stopped writing after an "
    "error): programs inside fail although the disk below answers quickly.",
    confirm="in the guest: df -h; df -i; dmesg | grep -i 'remount'",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="free space inside, or enlarge the disk and then the filesystem inside; one made "
            "read-only after an error needs a check first",
            command="virsh blockresize {domain} TARGET SIZE; in the guest: growpart /dev/vda 1 && "
            "resize2fs /dev/vda1",
            do_not="resize the image file with qemu-img while the VM runs: it corrupts it; do not "
            "remount read-write what an error made read-only before a check",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="free space inside, or extend the volume (an attached one needs API 3.42), then "
            "the filesystem inside",
            command="openstack --os-volume-api-version 3.42 volume set --size GB VOLUME",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="free space inside, or enlarge the disk, then the filesystem inside",
            command="qm disk resize VMID scsi0 +10G",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="free space inside, or expand the volume (needs the ExpandDisks feature gate), "
            "then the filesystem inside",
            command="kubectl patch pvc PVC -p "
            '\'{"spec":{"resources":{"requests":{"storage":"20Gi"}}}}\'',
        ),
    ),
    confused_with=("guest_frozen", "host_filesystem_full"),
    references=(
        "https://man7.org/linux/man-pages/man1/df.1.html",
        "https://www.kernel.org/doc/html/latest/admin-guide/ext4.html",
    ),
    maturity=Maturity.INJECTED,
)
