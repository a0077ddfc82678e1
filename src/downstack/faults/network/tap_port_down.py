"""The guest's port on the host carries no packets: down, off its bridge, blocked or unplugged."""

from downstack.effects.network import nic_cut_off
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import network_way

FAULT = Fault(
    id="tap_port_down",
    title="the VM's port on the host carries no packets",
    layer=Layer.NETWORK,
    of=Kind.NIC,
    path=Path.NETWORK,
    rate=Guess(0.02, "a bridge restarted under running VMs loses its ports"),
    signs=(
        Check(
            clause=Is(
                network_way.OBSTACLE,
                ("unplugged", "tap_down", "off_the_bridge", "port_blocked", "bridge_down"),
            ),
            sensitivity=Guess(0.98, "each way to cut the port off has its own state"),
            false_alarm=Guess(0.003, "a spare card that is unplugged on purpose"),
        ),
    ),
    leads_to=(
        Leads(
            to=nic_cut_off.EFFECT,
            strength=Guess(0.98, "a port that is down or off its bridge forwards nothing"),
        ),
    ),
    because="A packet of the guest goes through its tap into a bridge. If the tap or the bridge "
    "is down, the tap is no port of the bridge, the port does not forward, or libvirt has "
    "unplugged the cable, nothing passes and no drop counter grows. Restarting the host's network "
    "removes taps from a bridge, and libvirt does not put them back.",
    confirm="virsh domif-getlink {domain} {device}; ip -d link show TAP; bridge link show dev TAP",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="put the tap back on the bridge that virsh domiflist names and switch it on; if "
            "libvirt unplugged it: virsh domif-setlink {domain} {device} up",
            command="ip link set dev TAP master BRIDGE up",
            do_not="restart the host's network while VMs run: that takes taps off their bridge",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="see whether the port is ACTIVE and bound; restart the Neutron agent of the host, "
            "which plugs the tap again",
            command="openstack port list --server SERVER --long",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="look for link_down=1 in the card's line; set the card again, which plugs the tap "
            "into its bridge",
            command="qm config VMID",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="look into the virt-launcher pod: its tap must be a port of the pod's bridge; "
            "migrating the VM makes a new pod network",
            command="kubectl get vmi NAME -o jsonpath='{.status.interfaces}'",
        ),
    ),
    confused_with=("tap_packet_loss",),
    references=(
        "https://libvirt.org/manpages/virsh.html#domif-getlink",
        "https://wiki.libvirt.org/Networking.html",
        "https://man7.org/linux/man-pages/man8/bridge.8.html",
    ),
    maturity=Maturity.INJECTED,
)
