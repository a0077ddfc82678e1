"""A RAID of the host copies or compares its members beside the VMs' requests."""

from downstack.effects.storage import device_slow
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Level, Path, Platform
from downstack.signals import block_device, raid

FAULT = Fault(
    id="raid_resync_running",
    title="a RAID of the host rebuilds or checks itself",
    layer=Layer.STORAGE,
    of=Kind.BLOCK_DEVICE,
    path=Path.STORAGE,
    rate=Guess(0.02, "a check each month, a rebuild after each broken disk"),
    only_if=(Is(block_device.SORT, ("raid",)),),
    signs=(
        Check(
            clause=Is(raid.ACTION, ("resync", "recover", "check", "repair", "reshape")),
            sensitivity=Guess(0.98, "the kernel says what it does"),
            false_alarm=Guess(0.01, "a rebuild so slow that nobody feels it"),
            level=Level.L0,
        ),
    ),
    leads_to=(
        Leads(
            to=device_slow.EFFECT,
            strength=Guess(0.50, "disks with heads suffer, flash mostly does not"),
        ),
    ),
    because="The RAID reads and writes whole members beside its users. It gives way to them only "
    "above speed_limit_min; on disks with heads each of its requests costs a seek.",
    confirm="cat /proc/mdstat",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="let a rebuild end (it is the redundancy), but slower; a monthly check can wait "
            "for the night",
            command="sysctl dev.raid.speed_limit_max=20000; cat /proc/mdstat",
            do_not="stop a rebuild (recover, resync) to gain speed: until it ends the next broken "
            "disk may lose the data; only a check can be made idle without harm",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="the same on the compute or volume node",
            command="sysctl dev.raid.speed_limit_max=20000",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="the same on the node",
            command="sysctl dev.raid.speed_limit_max=20000",
        ),
    ),
    confused_with=("storage_backend_slow", "host_disk_saturated"),
    references=("https://docs.kernel.org/admin-guide/md.html",),
    maturity=Maturity.DRAFT,
)
