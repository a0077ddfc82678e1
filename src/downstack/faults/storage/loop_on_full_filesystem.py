"""A loop device's file has to grow, and its filesystem has no space left."""

from downstack.effects.qemu import disk_out_of_space
from downstack.effects.storage import device_fails
from downstack.fault import AtMost, Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Level, Path, Platform
from downstack.signals import block_device, loop

FAULT = Fault(
    id="loop_on_full_filesystem",
    title="the filesystem below a loop device is full",
    layer=Layer.STORAGE,
    of=Kind.BLOCK_DEVICE,
    path=Path.STORAGE,
    rate=Guess(0.01, "loop devices on sparse files are for tests and small labs"),
    only_if=(Is(block_device.SORT, ("loop",)),),
    signs=(
        Check(
            clause=AtMost(loop.FREE, 16 * 2**20),
            sensitivity=Guess(0.95, "a write that fails leaves less free than one extent"),
            false_alarm=Guess(0.02, "a full filesystem and a file that has all its blocks"),
            level=Level.L0,
        ),
    ),
    leads_to=(
        Leads(
            to=device_fails.EFFECT,
            strength=Guess(0.80, "only writes to a hole of the file fail"),
        ),
        Leads(
            to=disk_out_of_space.EFFECT,
            via=(Edge.PROVIDES, Edge.BACKS),
            strength=Guess(0.6, "newer kernels hand ENOSPC on, older ones say EIO"),
        ),
        Leads(
            to=disk_out_of_space.EFFECT,
            via=(Edge.BENEATH, Edge.PROVIDES, Edge.BACKS),
            strength=Guess(0.6, "newer kernels hand ENOSPC on, older ones say EIO"),
        ),
        Leads(
            to=disk_out_of_space.EFFECT,
            via=(Edge.CARRIES, Edge.STORES, Edge.BACKS),
            strength=Guess(0.6, "newer kernels hand ENOSPC on, older ones say EIO"),
        ),
    ),
    because="The file below the loop device is sparse: it takes blocks when they are first "
    "written. Its filesystem has none left, so the loop device answers such a write with an error; "
    "where that says 'no space' QEMU pauses the VM, else it looks like broken media.",
    confirm="losetup -l; df -h $(losetup -n -O BACK-FILE /dev/{entity})",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="make room on the filesystem with the file of {entity}, or enlarge it; resume "
            "a paused VM, and in a running one check the filesystem, which has met write errors",
            command="df -h; losetup -l; virsh resume {domain}",
            do_not="truncate or punch holes into the file of a loop device in use; do not replace "
            "a disk because of the kernel's I/O errors on a loop device",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="a Cinder LVM backend on a loop file is for development: make room, then move "
            "the volumes to real disks",
            command="losetup -l; openstack volume service list",
        ),
    ),
    confused_with=("storage_backend_failing", "block_device_offline", "host_filesystem_full"),
    references=("https://man7.org/linux/man-pages/man4/loop.4.html",),
    maturity=Maturity.INJECTED,
)
