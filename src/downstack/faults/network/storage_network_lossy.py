"""The network between QEMU and its storage server loses packets."""

from downstack.effects.qemu import disk_slow
from downstack.fault import Above, Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Level, Path, Platform
from downstack.signals import backend_connection

FAULT = Fault(
    id="storage_network_lossy",
    title="the network between QEMU and the storage server loses packets",
    layer=Layer.NETWORK,
    of=Kind.BACKEND,
    path=Path.STORAGE,
    rate=Guess(0.03, "a bad cable, a full switch port, a wrong MTU"),
    only_if=(Is(backend_connection.TRANSPORT, ("tcp",)),),
    signs=(
        Check(
            clause=Above(backend_connection.RETRANSMIT_RATIO, 0.005),
            sensitivity=Guess(0.95, "TCP counts each segment that it sends again"),
            false_alarm=Guess(0.01, "one lost segment among few"),
            level=Level.L0,
        ),
    ),
    leads_to=(
        Leads(
            to=disk_slow.EFFECT,
            via=(Edge.BACKS,),
            strength=Guess(0.85, "a lost segment costs 200 ms and more, and halves the window"),
        ),
    ),
    because="QEMU's own connection to the server had to send segments again. The server answers "
    "what reaches it; the network between them loses, and each loss costs a time-out of TCP.",
    confirm="ss -tni dst SERVER; ip -s link",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="look for losses on the host's interface, on the switch ports and on the server's "
            "interface; compare the MTU of all of them",
            command="ip -s link; ethtool -S LINK; ping -M do -s 8972 SERVER",
            do_not="look for the fault in the storage server: its own latency is fine",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="look at the storage network of the compute node",
            command="ip -s link",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="look at the storage network of the node",
            command="ip -s link",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="look at the node's network to the storage",
            command="ip -s link",
        ),
    ),
    confused_with=("storage_backend_slow",),
    references=(
        "https://man7.org/linux/man-pages/man8/ss.8.html",
        "https://man7.org/linux/man-pages/man7/tcp.7.html",
    ),
    maturity=Maturity.INJECTED,
)
