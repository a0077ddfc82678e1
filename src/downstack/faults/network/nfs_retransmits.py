"""The way to the NFS server loses requests or answers."""

from downstack.effects.qemu import disk_slow
from downstack.fault import Above, Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Level, Path, Platform
from downstack.signals import nfs

FAULT = Fault(
    id="nfs_retransmits",
    title="requests to the NFS server have to be sent again",
    layer=Layer.NETWORK,
    of=Kind.FILESYSTEM,
    path=Path.STORAGE,
    rate=Guess(0.02, "a bad cable, a wrong MTU, a full switch port, connections that break"),
    only_if=(Is(nfs.MOUNT, ("yes",)),),
    signs=(
        Check(
            clause=Above(nfs.TRANSMISSIONS_PER_OPERATION, 1.01),
            sensitivity=Guess(0.85, "over TCP only after a time-out or a broken connection"),
            false_alarm=Guess(0.005, "one reconnection"),
            level=Level.L0,
        ),
        Check(
            clause=Above(nfs.NEW_CONNECTIONS, 0),
            sensitivity=Guess(0.40, "TCP gives a connection up that loses everything"),
            false_alarm=Guess(0.01, "a server that closes idle connections"),
            level=Level.L0,
        ),
    ),
    leads_to=(
        Leads(
            to=disk_slow.EFFECT,
            via=(Edge.STORES, Edge.BACKS),
            strength=Guess(0.90, "each lost request costs a time-out"),
        ),
    ),
    because="A request that is not answered in time is sent again. Servers answer or are silent; "
    "what loses single requests is the way: it costs a time-out of seconds each time.",
    confirm="nfsstat -rc; mountstats --rpc {entity}; ss -tni dport = :2049",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="look for losses on the host's interface and the switch, and for an MTU that is "
            "not the same all the way",
            command="ip -s link; ping -M do -s 8972 SERVER",
            do_not="mount with a shorter timeo: more requests are sent again, and nothing is won",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="the same on the storage network of the compute node",
            command="ip -s link",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="the same on the storage network of the node",
            command="ip -s link",
        ),
    ),
    confused_with=("nfs_server_slow", "storage_network_lossy"),
    references=(
        "https://man7.org/linux/man-pages/man5/nfs.5.html",
        "https://man7.org/linux/man-pages/man8/mountstats.8.html",
    ),
    maturity=Maturity.DRAFT,
)
