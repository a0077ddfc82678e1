"""A thin pool of the host has no block left for writes."""

from downstack.effects.qemu import disk_out_of_space
from downstack.effects.storage import device_fails, device_stalls
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Level, Path, Platform
from downstack.signals import device_mapper

FAULT = Fault(
    id="thin_pool_full",
    title="the thin pool below the disk is full",
    layer=Layer.STORAGE,
    of=Kind.BLOCK_DEVICE,
    path=Path.STORAGE,
    rate=Guess(0.03, "thin volumes are promised more than the pool has"),
    only_if=(Is(device_mapper.TARGET, ("thin_pool",)),),
    signs=(
        Check(
            clause=Is(device_mapper.POOL_MODE, ("out_of_data_space", "ro", "needs_check", "fail")),
            sensitivity=Guess(0.98, "the pool changes its mode when an allocation fails"),
            false_alarm=Guess(0.001, "a pool that was set read-only on purpose"),
            level=Level.L2,
        ),
    ),
    leads_to=(
        Leads(
            to=device_stalls.EFFECT,
            strength=Guess(0.70, "queue_if_no_space: writes wait, 60 s by default"),
        ),
        Leads(
            to=device_fails.EFFECT,
            strength=Guess(0.85, "error_if_no_space, or after the time-out"),
        ),
        Leads(
            to=disk_out_of_space.EFFECT,
            via=(Edge.PROVIDES, Edge.BACKS),
            strength=Guess(0.6, "error_if_no_space fails with ENOSPC"),
        ),
        Leads(
            to=disk_out_of_space.EFFECT,
            via=(Edge.BENEATH, Edge.PROVIDES, Edge.BACKS),
            strength=Guess(0.6, "error_if_no_space fails with ENOSPC"),
        ),
        Leads(
            to=disk_out_of_space.EFFECT,
            via=(Edge.CARRIES, Edge.STORES, Edge.BACKS),
            strength=Guess(0.6, "error_if_no_space fails with ENOSPC"),
        ),
    ),
    because="A thin volume takes a block of the pool when it is first written to. The pool has "
    "none left (or its metadata is full or broken), so such writes wait for space, and after "
    "no_space_timeout they fail; reads and writes to blocks that exist still work.",
    confirm="dmsetup status --noflush; lvs -o lv_name,data_percent,metadata_percent,lv_attr",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="enlarge the pool at once, within the 60 s the writes still wait; then check the "
            "filesystems that met errors, and let dmeventd extend the pool before it is full",
            command="lvextend -L +10G VG/POOL; dmsetup status --noflush",
            do_not="delete thin volumes or snapshots in a hurry; do not run fsck on a volume while "
            "the pool is full; do not fill the metadata too: without room for it only a repair "
            "offline helps",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="extend the pool of the Cinder LVM backend; lower max_over_subscription_ratio",
            command="lvs; lvextend -L +10G VG/POOL",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="extend the LVM-thin storage, or move disks away and trim the rest",
            command="lvs; lvextend -L +10G pve/data",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="extend the thin pool of the node's LVM driver",
            command="kubectl get pv; lvs",
        ),
    ),
    confused_with=("host_filesystem_full", "storage_backend_silent", "storage_backend_failing"),
    references=(
        "https://docs.kernel.org/admin-guide/device-mapper/thin-provisioning.html",
        "https://man7.org/linux/man-pages/man7/lvmthin.7.html",
    ),
    maturity=Maturity.INJECTED,
)
