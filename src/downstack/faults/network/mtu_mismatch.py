"""Interfaces on one way have different MTUs: large packets get lost, and nothing counts them."""

from downstack.fault import Above, Check, Fault, Guess, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import link

FAULT = Fault(
    id="mtu_mismatch",
    title="large packets do not fit all interfaces on the way",
    layer=Layer.NETWORK,
    of=Kind.LINK,
    path=Path.NETWORK,
    rate=Guess(0.02, "jumbo frames or an overlay, and one interface that was forgotten"),
    risk=True,
    signs=(
        Check(
            clause=Above(link.MTU_EXCESS, 0),
            sensitivity=Guess(0.90, "an interface beyond this machine may be too small as well"),
            false_alarm=Guess(0.002, "ports whose users send small packets only, on purpose"),
        ),
    ),
    because="A bridge drops a packet that is larger than the port on which it has to leave, and "
    "no counter grows: a bridge tells nobody that a packet was too big. A tunnel adds its header "
    "to each packet. So ping and small answers work, and logins, TLS and copies hang.",
    confirm="ip -d link show master {entity}; ping -M do -s 1472 PEER",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DISRUPTIVE,
            text="give all ports of {entity} the same MTU, that of the slowest network behind it; "
            "the guest's card follows <mtu size=> at its next start",
            command="ip link set dev PORT mtu 1500",
            do_not="raise one port alone: what is behind it must take the size too",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="set the MTU of the network to that of the underlay less the tunnel's header (50 "
            "for VXLAN, 58 for Geneve); running servers learn it by DHCP",
            command="openstack network show NETWORK -c mtu",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="set mtu=1 on the card, which takes that of its bridge, and the bridge to that of "
            "its uplink",
            command="qm config VMID; ip link show master vmbr0",
        ),
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.DISRUPTIVE,
            text="set the MTU of the CNI plugin to that of the nodes' interface less its header "
            "(50 for VXLAN, 20 for IP-in-IP, 60 for WireGuard); new pods get it",
            command="ip -d link show; ls /etc/cni/net.d",
        ),
    ),
    confused_with=("tap_packet_loss",),
    references=(
        "https://www.rfc-editor.org/rfc/rfc7348",
        "https://docs.openstack.org/neutron/latest/admin/config-mtu.html",
        "https://libvirt.org/formatdomain.html#mtu-configuration",
    ),
    maturity=Maturity.DRAFT,
)
