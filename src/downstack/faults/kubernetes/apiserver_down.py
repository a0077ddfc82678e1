"""No API server runs at its address."""

from downstack.effects.kubernetes import cluster_api_silent
from downstack.fault import Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Platform
from downstack.signals import kube_cluster

FAULT = Fault(
    id="apiserver_down",
    title="no API server runs at its address",
    layer=Layer.KUBERNETES,
    of=Kind.KUBE_CLUSTER,
    path=None,
    rate=Guess(0.03, "a certificate that ran out, a static pod that does not start, no etcd"),
    signs=(
        Check(
            clause=Is(kube_cluster.API, ("refused",)),
            sensitivity=Guess(0.9, "where nobody listens the connection is refused"),
            false_alarm=Guess(0.002, "a wrong port in the kubeconfig"),
        ),
    ),
    leads_to=(
        Leads(
            to=cluster_api_silent.EFFECT,
            strength=Guess(0.98, "who does not run does not answer"),
        ),
    ),
    because="The machine of the control plane is there and refuses the connection: no API "
    "server listens. What runs in the cluster goes on; nothing can be changed or looked at, "
    "and nothing that fails is replaced.",
    confirm="crictl ps -a --name kube-apiserver",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="look on the control plane: its static pod or unit, its log, its "
            "certificates, and whether etcd runs",
            command="journalctl -u kubelet -n 100 --no-pager",
            do_not="restart the kubelets of the workers: their pods run without it",
        ),
    ),
    confused_with=(
        "apiserver_slow",
        "etcd_slow",
    ),
    references=("https://kubernetes.io/docs/tasks/debug/debug-cluster/",),
    maturity=Maturity.INJECTED,
)
