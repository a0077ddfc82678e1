"""The host's connection tracking table is full, so new connections are dropped."""

from downstack.effects.network import domain_connections_fail
from downstack.fault import Above, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Path, Platform
from downstack.signals import host_network

FAULT = Fault(
    id="conntrack_table_full",
    title="the host's connection tracking table is full",
    layer=Layer.NETWORK,
    of=Kind.HOST,
    path=Path.NETWORK,
    rate=Guess(0.01, "many short connections behind NAT or security groups"),
    only_if=(Above(host_network.CONNTRACK_RATIO, 0.80),),
    signs=(
        Check(
            clause=Above(host_network.CONNTRACK_RATIO, 0.97),
            sensitivity=Guess(0.90, "the table stays at its limit while connections come"),
            false_alarm=Guess(0.005, "a large table that is just about to be emptied"),
        ),
    ),
    leads_to=(
        Leads(
            to=domain_connections_fail.EFFECT,
            via=(Edge.HOSTS,),
            strength=Guess(0.95, "every new connection that is tracked gets lost"),
        ),
    ),
    because="netfilter drops the first packet of a connection for which its table has no room. "
    "Connections that exist go on, new ones time out, for every VM whose packets are tracked.",
    confirm="sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max",
    remedies=(
        Remedy(
            platform=Platform.LIBVIRT,
            risk=Risk.SAFE,
            text="raise the limit (about 320 bytes of kernel memory an entry), then find who opens "
            "so many connections",
            command="sysctl -w net.netfilter.nf_conntrack_max=1048576",
            do_not="flush the table: every connection through NAT breaks",
        ),
        Remedy(
            platform=Platform.OPENSTACK,
            risk=Risk.SAFE,
            text="raise the limit on the host; find the VM with the most connections; stateless "
            "security groups are not tracked",
            command="sysctl -w net.netfilter.nf_conntrack_max=1048576",
        ),
        Remedy(
            platform=Platform.PROXMOX,
            risk=Risk.SAFE,
            text="raise nf_conntrack_max in the host's firewall options",
            command="cat /etc/pve/nodes/NODE/host.fw",
        ),
        Remedy(
            platform=Platform.KUBEVIRT,
            risk=Risk.SAFE,
            text="raise kube-proxy's conntrack.maxPerCore, or the sysctl on the node",
            command="kubectl -n kube-system get configmap kube-proxy -o yaml",
        ),
    ),
    references=("https://docs.kernel.org/networking/nf_conntrack-sysctl.html",),
    maturity=Maturity.DRAFT,
)
