"""A RAID of the host lacks a member."""

from downstack.fault import Above, Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Level, Path, Platform
from downstack.signals import block_device, raid

FAULT = Fault(
    id="raid_degraded",
    title="a RAID of the host lacks a member",
    layer=Layer.STORAGE,
    of=Kind.BLOCK_DEVICE,
    path=Path.STORAGE,
    rate=Guess(0.03, "disks break, and not everybody reads the mail of mdadm"),
    risk=True,
    only_if=(Is(block_device.SORT, ("raid",)),),
    signs=(
        Check(
            clause=Above(raid.DEGRADED, 0),
            sensitivity=Guess(0.99, "the kernel counts the missing members"),
            false_alarm=Guess(0.001, "an array that was made without one on purpose"),
            level=Level.L0,
        ),
    ),
    because="The array works without the member, from the redundancy that is left. It gets it "
    "back only by a rebuild; until then a further broken disk can lose the data of every VM on it.",
    confirm="cat /proc/mdstat; mdadm --detail /dev/{entity}",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DATA_RISK,
            text="find out which member is missing and why, replace the disk and add the new one",
            command="mdadm --detail /dev/{entity}; mdadm /dev/{entity} --add NEW_DISK",
            do_not="pull out a disk before its serial number was compared; do not add a disk back "
            "that had errors; do not reboot first: the kernel's log has the reason",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DATA_RISK,
            text="disable the compute service for the time of the rebuild, then as on any host",
            command="openstack compute service set --disable HOST nova-compute",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DATA_RISK,
            text="the same on the node",
            command="mdadm --detail /dev/{entity}",
        ),
    ),
    references=(
        "https://docs.kernel.org/admin-guide/md.html",
        "https://man7.org/linux/man-pages/man8/mdadm.8.html",
    ),
    maturity=Maturity.DRAFT,
)
