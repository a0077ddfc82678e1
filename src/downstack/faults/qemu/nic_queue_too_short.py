"""More packets come at once than the queues between host and guest hold."""

from downstack.effects.network import tap_overflows
from downstack.fault import Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Path, Platform

FAULT = Fault(
    id="nic_queue_too_short",
    title="more packets come at once than its card's queues hold",
    layer=Layer.QEMU,
    of=Kind.NIC,
    path=Path.NETWORK,
    rate=Guess(0.02, "one queue, without vhost, for a VM that forwards or serves many packets"),
    leads_to=(
        Leads(
            to=tap_overflows.EFFECT,
            via=(Edge.TAP_OF.inverse,),
            strength=Guess(0.9, "what finds no room is thrown away at once"),
        ),
    ),
    because="A packet for the guest waits in the queue of its tap, then in the ring of its card, "
    "until vhost or QEMU and a vCPU have time for it. One queue is served by one thread, and a "
    "ring holds 256 packets: bursts overflow it although every CPU has time on average.",
    confirm="ip -s link show dev TAP; virsh dumpxml {domain} | grep -A8 '<interface'",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DISRUPTIVE,
            text="use vhost and as many queues as vCPUs, and a longer ring; now: lengthen the "
            "queue of the tap",
            command="ip link set dev TAP txqueuelen 10000; virsh edit {domain}  "
            "# <driver name='vhost' queues='4' rx_queue_size='1024'/>",
            do_not="forget the guest: ethtool -L eth0 combined 4 switches its queues on",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="set hw_vif_multiqueue_enabled on the image, and rx_queue_size in nova.conf; "
            "resize or migrate the server",
            command="openstack image set --property hw_vif_multiqueue_enabled=true IMAGE",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="give the card as many queues as vCPUs",
            command="qm set VMID --net0 virtio=MAC,bridge=BRIDGE,queues=4",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="set networkInterfaceMultiqueue in the domain's devices, and restart the VM",
            command="kubectl get vm NAME -o jsonpath='{.spec.template.spec.domain.devices}'",
        ),
    ),
    confused_with=("tap_packet_loss", "host_cpu_overcommit"),
    references=(
        "https://docs.kernel.org/networking/statistics.html",
        "https://libvirt.org/formatdomain.html#setting-nic-driver-specific-options",
        "https://docs.openstack.org/nova/latest/admin/networking.html",
    ),
    maturity=Maturity.INJECTED,
)
