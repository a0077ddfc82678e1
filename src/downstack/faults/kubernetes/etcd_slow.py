"""etcd answers the API server slowly: mostly its disk."""

from downstack.effects.kubernetes import cluster_api_slow, leases_unwritten, node_not_ready
from downstack.fault import Above, AtMost, Check, Fault, Guess, Leads, Maturity, Remedy, Risk
from downstack.model import Edge, Kind, Layer, Path, Platform
from downstack.signals import kube_cluster

FAULT = Fault(
    id="etcd_slow",
    title="etcd answers slowly",
    layer=Layer.KUBERNETES,
    of=Kind.KUBE_CLUSTER,
    path=Path.STORAGE,
    rate=Guess(0.02, "a disk that it shares"),
    only_if=(AtMost(kube_cluster.OWN_SECONDS, 0.25),),
    signs=(
        Check(
            clause=Above(kube_cluster.MEAN_ETCD, 0.1),
            sensitivity=Guess(0.95, "the API server times every write to it"),
            false_alarm=Guess(0.005, "one write that met a compaction"),
        ),
    ),
    leads_to=(
        Leads(
            to=cluster_api_slow.EFFECT,
            strength=Guess(0.9, "each change waits for etcd"),
        ),
        Leads(
            to=leases_unwritten.EFFECT,
            strength=Guess(0.35, "a lease that cannot be written in time runs out"),
        ),
        Leads(
            to=node_not_ready.EFFECT,
            via=(Edge.GOVERNS,),
            strength=Guess(0.2, "kubelets cannot report"),
        ),
    ),
    because="Every change is on the disks of most members of etcd before it is answered; a "
    "slow disk under one of them, or a slow network between them, slows the whole control "
    "plane down.",
    confirm="etcdctl endpoint status --cluster -w table",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="look at the disk of each member (fsync must stay below 10 ms): move "
            "other writers away, give it a disk of its own",
            command="etcdctl check perf",
            do_not="defragment all members at one time: each stops while it is done",
        ),
    ),
    confused_with=("apiserver_slow",),
    references=(
        "https://etcd.io/docs/latest/op-guide/hardware/",
        "https://kubernetes.io/docs/tasks/administer-cluster/configure-upgrade-etcd/",
    ),
    maturity=Maturity.INJECTED,
)
