"""The API server itself is slow."""

from downstack.effects.kubernetes import cluster_api_silent, cluster_api_slow, leases_unwritten
from downstack.fault import Above, Check, Fault, Guess, Is, Leads, Maturity, Remedy, Risk
from downstack.model import Kind, Layer, Path, Platform
from downstack.signals import kube_cluster

FAULT = Fault(
    id="apiserver_slow",
    title="the API server is overloaded",
    layer=Layer.KUBERNETES,
    of=Kind.KUBE_CLUSTER,
    path=Path.CPU,
    rate=Guess(0.04, "a client that lists everything, again and again"),
    signs=(
        Check(
            clause=Above(kube_cluster.OWN_SECONDS, 0.15),
            sensitivity=Guess(0.9, "what it lacks it lacks for this as well"),
            false_alarm=Guess(0.01, "one question can be unlucky"),
        ),
        Check(
            clause=Is(kube_cluster.API, ("stalled",)),
            sensitivity=Guess(0.2, "mostly it answers, only late"),
            false_alarm=Guess(0.001, "one answer that got lost on the way"),
        ),
    ),
    leads_to=(
        Leads(
            to=cluster_api_slow.EFFECT,
            strength=Guess(0.97, "it is what clients see"),
        ),
        Leads(
            to=cluster_api_silent.EFFECT,
            strength=Guess(0.2, "what comes too late is no answer"),
        ),
        Leads(
            to=leases_unwritten.EFFECT,
            strength=Guess(0.1, "a lease that is renewed late runs out"),
        ),
    ),
    because="Requests take long, those as well which take no etcd: the API server lacks CPU or "
    "memory, waits for a webhook, or has too many requests under way.",
    confirm="kubectl get --raw /metrics",
    remedies=(
        Remedy(
            platform=Platform.KUBERNETES,
            risk=Risk.SAFE,
            text="find the client with the most requests and the slow webhook; give the "
            "API server more CPU",
            command="kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations",
        ),
    ),
    confused_with=("etcd_slow",),
    references=("https://kubernetes.io/docs/concepts/cluster-administration/flow-control/",),
    maturity=Maturity.INJECTED,
)
