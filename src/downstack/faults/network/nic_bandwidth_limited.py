"""The card's traffic runs into a limit that somebody has set."""

from downstack.effects.network import domain_network_held_back, tap_loses
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Path, Platform
from downstack.signals import network_way

FAULT = Fault(
    id="nic_bandwidth_limited",
    title="a bandwidth limit holds the VM's packets back",
    layer=Layer.NETWORK,
    of=Kind.NIC,
    path=Path.NETWORK,
    rate=Guess(0.02, "limits are set by flavours and policies and then forgotten"),
    signs=(
        Check(
            clause=Above(network_way.LIMIT_USED, 0.80),
            sensitivity=Guess(0.93, "a limited card runs at its limit"),
            false_alarm=Guess(0.01, "a load that just fits under the limit"),
        ),
    ),
    leads_to=(
        Leads(
            to=domain_network_held_back.EFFECT,
            via=(Edge.NIC_OF,),
            strength=Guess(0.95, "the queue waits for the budget of the limit"),
        ),
        Leads(
            to=tap_loses.EFFECT,
            via=(Edge.TAP_OF.inverse,),
            strength=Guess(0.60, "what does not fit into the limit's queue is dropped"),
        ),
    ),
    because="A token bucket on the tap lets packets pass at its rate; the rest waits and, where "
    "the queue is short, is dropped. libvirt's <bandwidth> makes such a bucket, and so do "
    "Neutron's and Proxmox' limits.",
    confirm="virsh domiftune {domain} {device}; tc -s qdisc show dev TAP",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="raise or remove the limit (kilobytes per second; 0 removes it)",
            command="virsh domiftune {domain} {device} --inbound 0 --outbound 0 --live",
            do_not="blame the physical network: it is idle while the limit waits",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="raise the bandwidth rule of the port's QoS policy or the flavour's quota:vif_*",
            command="openstack network qos rule list POLICY",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="raise rate= (megabytes per second) in the card's line",
            command="qm config VMID",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.DISRUPTIVE,
            text="look for the kubernetes.io/ingress-bandwidth and egress-bandwidth annotations of "
            "the VM's template; the pod has to be made anew",
            command="kubectl get pod -l kubevirt.io=virt-launcher -o yaml",
        ),
    ),
    confused_with=("tap_packet_loss",),
    references=(
        "https://libvirt.org/formatnetwork.html#quality-of-service",
        "https://man7.org/linux/man-pages/man8/tc-tbf.8.html",
    ),
    maturity=Maturity.INJECTED,
)
