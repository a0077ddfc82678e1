"""Every path of a multipath device is lost."""

from downstack.effects.storage import device_fails, device_stalls
from downstack.fault import AtMost, Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Level, Path, Platform
from downstack.signals import device_mapper

FAULT = Fault(
    id="multipath_all_paths_lost",
    title="every path of a multipath device is lost",
    layer=Layer.STORAGE,
    of=Kind.BLOCK_DEVICE,
    path=Path.STORAGE,
    rate=Guess(0.01, "both fabrics, or the storage system itself"),
    only_if=(Is(device_mapper.TARGET, ("multipath",)),),
    signs=(
        Check(
            clause=AtMost(device_mapper.PATHS_ACTIVE, 0),
            sensitivity=Guess(0.97, "the map fails a path at its first error"),
            false_alarm=Guess(0.002, "a map between two fail-overs"),
            level=Level.L2,
        ),
    ),
    leads_to=(
        Leads(
            to=device_stalls.EFFECT,
            strength=Guess(0.70, "queue_if_no_path: requests wait for a path"),
        ),
        Leads(
            to=device_fails.EFFECT,
            strength=Guess(0.70, "no_path_retry: after that many tries they fail"),
        ),
    ),
    because="No path leads to the storage any more. What becomes of requests is the map's "
    "setting: with queue_if_no_path they wait for ever, else they fail.",
    confirm="multipath -ll; dmsetup status --noflush --target multipath",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="look at what the paths of {entity} share: the storage system, the zone, the "
            "switch; when a path is back, its requests go on",
            command="multipath -ll; dmesg | grep -iE 'rport|iscsi|multipath'",
            do_not="flush the map (multipath -F) or kill the VMs: they hang until a path is back "
            "or queueing is switched off, which turns every waiting request into an error",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="look at the volume's backend and the fabric of the compute node",
            command="openstack volume service list; multipath -ll",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="look at the storage system and the fabric of this node",
            command="multipath -ll; pvesm status",
        ),
    ),
    confused_with=("storage_backend_silent", "storage_backend_failing"),
    references=(
        "https://docs.kernel.org/admin-guide/device-mapper/dm-queue-length.html",
        "https://man7.org/linux/man-pages/man5/multipath.conf.5.html",
    ),
    maturity=Maturity.DRAFT,
)
