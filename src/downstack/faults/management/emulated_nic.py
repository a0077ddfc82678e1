"""A network card is an emulated one."""

from downstack.fault import Check, Fault, Guess, Is, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import nic

FAULT = Fault(
    id="emulated_nic",
    title="the network card is an emulated one",
    layer=Layer.MANAGEMENT,
    of=Kind.NIC,
    path=Path.NETWORK,
    rate=Guess(0.05, "imported VMs keep the card of the machine they came from"),
    risk=True,
    signs=(
        Check(
            clause=Is(nic.MODEL, ("e1000", "e1000e", "igb", "rtl8139", "vmxnet3")),
            sensitivity=Guess(0.98, "the definition says it"),
            false_alarm=Guess(0.001, "an appliance that has no other driver"),
        ),
    ),
    because="QEMU's main loop emulates each register access and copies each packet; virtio-net "
    "shares rings with the host and vhost moves the packets in the kernel.",
    confirm="virsh domiflist {domain}",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.DISRUPTIVE,
            text="install the virtio driver inside, then change the model of the card to virtio "
            "while the VM is off",
            command="virsh edit {domain}",
            do_not="forget that the name of the interface changes inside: have a console open",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.DISRUPTIVE,
            text="set hw_vif_model=virtio on the image and build the server anew from it",
            command="openstack image set --property hw_vif_model=virtio IMAGE",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.DISRUPTIVE,
            text="set the model to virtio and keep the MAC",
            command="qm set VMID --net0 virtio=MAC,bridge=BRIDGE",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="set interface.model to virtio in the VM and restart it",
            command="kubectl get vm NAME -o yaml",
        ),
    ),
    references=(
        "https://libvirt.org/formatdomain.html#setting-the-nic-model",
        "https://www.qemu.org/docs/master/system/devices/net.html",
    ),
    maturity=Maturity.DRAFT,
)
