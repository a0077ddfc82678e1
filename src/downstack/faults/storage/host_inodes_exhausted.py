"""The host's filesystem with the images cannot take another file."""

from downstack.fault import AtMost, Check, Fault, Guess, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Level, Path, Platform
from downstack.signals import storage_use

FAULT = Fault(
    id="host_inodes_exhausted",
    title="the host's filesystem with the images has no inode left",
    layer=Layer.STORAGE,
    of=Kind.FILESYSTEM,
    path=Path.STORAGE,
    rate=Guess(0.01, "millions of small files beside the images"),
    risk=True,
    signs=(
        Check(
            clause=AtMost(storage_use.FREE_INODES, 0),
            sensitivity=Guess(0.99, "statfs counts them"),
            false_alarm=Guess(0.001, "a filesystem that counts inodes and makes new ones"),
            level=Level.L0,
        ),
    ),
    because="There is room for data and none for another file. Images that are open go on; a "
    "snapshot, a new disk, a saved state or a start that writes a file there fails with 'no space "
    "left on device', while df shows room.",
    confirm="df -i {entity}",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="find the directory with the many files and remove what nobody needs; a new "
            "filesystem can be made with more inodes, or without a fixed number (XFS, btrfs)",
            command="df -i {entity}; du --inodes -xd2 {entity} | sort -n | tail",
            do_not="delete images or *.snap files to gain inodes: one file is one inode, however "
            "large it is",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="the same on the instances path of the compute node",
            command="df -i /var/lib/nova/instances",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="the same on the storage's directory",
            command="df -i",
        ),
    ),
    references=(
        "https://man7.org/linux/man-pages/man3/statvfs.3.html",
        "https://docs.kernel.org/filesystems/ext4/index.html",
    ),
    maturity=Maturity.DRAFT,
)
