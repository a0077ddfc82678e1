"""The DNS of the cluster has no address that is ready."""

from downstack.effects.kubernetes import cluster_names_unresolved
from downstack.fault import AtMost, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import kube_cluster

FAULT = Fault(
    id="cluster_dns_down",
    title="no DNS server of the cluster is ready",
    layer=Layer.KUBERNETES,
    of=Kind.KUBE_CLUSTER,
    path=Path.NETWORK,
    rate=Guess(0.03, "CoreDNS has no node, or loops"),
    signs=(
        Check(
            clause=AtMost(kube_cluster.DNS_ADDRESSES, 0),
            sensitivity=Guess(0.98, "the service lists its addresses"),
            false_alarm=Guess(0.002, "a cluster that has just started"),
        ),
    ),
    leads_to=(
        Leads(
            to=cluster_names_unresolved.EFFECT,
            strength=Guess(0.97, "nobody answers"),
        ),
    ),
    because="The service kube-dns has no ready pod behind it: names of services are not "
    "resolved anywhere in the cluster, and each program that calls another by name waits and "
    "fails.",
    confirm="kubectl -n kube-system get endpoints kube-dns",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="look at the pods of CoreDNS: do they have a node, are they ready, "
            "what is in their log?",
            command="kubectl -n kube-system get pods -l k8s-app=kube-dns -o wide",
        ),
    ),
    references=("https://kubernetes.io/docs/tasks/administer-cluster/dns-debugging-resolution/",),
    maturity=Maturity.DRAFT,
)
