"""The NFS server with the images answers late."""

from downstack.effects.qemu import disk_slow
from downstack.fault import Above, Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Level, Path, Platform
from downstack.signals import nfs

FAULT = Fault(
    id="nfs_server_slow",
    title="the NFS server with the image answers late",
    layer=Layer.STORAGE,
    of=Kind.FILESYSTEM,
    path=Path.STORAGE,
    rate=Guess(0.04, "its disks, its other clients, its threads"),
    only_if=(Is(nfs.MOUNT, ("yes",)),),
    signs=(
        Check(
            clause=Above(nfs.ROUND_TRIP, 0.030),
            sensitivity=Guess(0.97, "the client takes the time of every request"),
            false_alarm=Guess(0.02, "a few large commits to a healthy server"),
            level=Level.L0,
        ),
    ),
    leads_to=(
        Leads(
            to=disk_slow.EFFECT,
            via=(Edge.STORES, Edge.BACKS),
            strength=Guess(0.95, "QEMU waits for the same requests"),
        ),
    ),
    because="Between sending a read or write to the server and its answer the client counts this "
    "time: it is the server's work and the way to it; what waits in the client is not in it.",
    confirm="nfsiostat 2 3 {entity}",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="look at the server: its disks, whether all nfsd threads are busy, its other "
            "clients; and at the round-trip time of the network",
            command="nfsiostat 2 3 {entity}; ss -tni dport = :2049",
            do_not="export with async to make it fast: a crash of the server then loses writes "
            "that the guest believes to be stored",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="look at the NFS backend, then retype or migrate the volume",
            command="nfsiostat 2 3; openstack volume migrate VOLUME",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="look at the NFS server, or move the disk to another storage",
            command="qm disk move VMID DISK STORAGE",
        ),
    ),
    confused_with=("storage_backend_slow", "nfs_retransmits"),
    references=(
        "https://man7.org/linux/man-pages/man8/nfsiostat.8.html",
        "https://docs.kernel.org/filesystems/nfs/index.html",
    ),
    maturity=Maturity.DRAFT,
)
