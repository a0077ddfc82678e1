"""A rule or a queue of the host throws packets of the guest away."""

from downstack.effects.network import tap_loses
from downstack.fault import Above, Check, Fault, Guess, IsNot, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Level, Path, Platform
from downstack.signals import link, network_way

FAULT = Fault(
    id="tap_packet_loss",
    title="the host throws packets of the VM away at its port",
    layer=Layer.NETWORK,
    of=Kind.LINK,
    path=Path.NETWORK,
    rate=Guess(0.02, "firewall rules left behind, netem from a test, queues too short"),
    signs=(
        Check(
            clause=Above(network_way.INFLICTED, 0.02),
            sensitivity=Guess(0.85, "a queue without a limit may overflow too"),
            false_alarm=Guess(0.005, "stray packets that a firewall drops from an idle VM"),
            level=Level.L2,
        ),
        Check(
            clause=IsNot(link.SHAPING, ("limited",)),
            sensitivity=Guess(0.97, "where a rate limit drops, the limit is the cause"),
            false_alarm=Guess(0.90, "most interfaces have no rate limit"),
        ),
    ),
    leads_to=(
        Leads(
            to=tap_loses.EFFECT,
            strength=Guess(0.97, "the rule or the queue counts what it drops"),
        ),
    ),
    because="An nftables rule, a queueing discipline such as netem, or a queue that overflows "
    "drops the packets of this interface. The guest sees retransmits and time-outs, and no error: "
    "the interface's own drop counters need not grow.",
    confirm="tc -s qdisc show dev {entity}; nft list ruleset; ip -s link show dev {entity}",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="find what drops (the counter that grows), and remove that rule or discipline",
            command="nft -a list ruleset; tc -s qdisc show dev {entity}",
            do_not="flush the whole ruleset: it holds the filters of all other VMs too",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="compare the security groups and the allowed address pairs of the port with what "
            "the VM sends",
            command="openstack port show PORT -c security_group_ids -c allowed_address_pairs",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="read what the firewall of the VM drops",
            command="pve-firewall compile; cat /etc/pve/firewall/VMID.fw",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="look for a NetworkPolicy that selects the virt-launcher pod",
            command="kubectl get networkpolicy -A",
        ),
    ),
    confused_with=("nic_bandwidth_limited", "tap_port_down"),
    references=(
        "https://man7.org/linux/man-pages/man8/nft.8.html",
        "https://man7.org/linux/man-pages/man8/tc-netem.8.html",
        "https://docs.kernel.org/networking/statistics.html",
    ),
    maturity=Maturity.INJECTED,
)
