"""Nobody answers for the names of services."""

from downstack.effect import AtMost, Check, Effect, Guess, Leads
from downstack.effects.kubernetes import pod_lacks_names, pod_not_ready
from downstack.model import Edge, Kind, Layer, Path
from downstack.signals import kube_cluster

EFFECT = Effect(
    id="cluster_names_unresolved",
    title="names of services are not resolved",
    of=Kind.KUBE_CLUSTER,
    layer=Layer.KUBERNETES,
    path=Path.NETWORK,
    leak=Guess(0.001, "a DNS service of another name"),
    checks=(
        Check(
            clause=AtMost(kube_cluster.DNS_ADDRESSES, 0),
            sensitivity=Guess(0.98, "the service has no address that is ready"),
            false_alarm=Guess(0.002, "a cluster that has just started"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_lacks_names.EFFECT,
            via=(Edge.PLANS,),
            strength=Guess(0.97, "all pods ask it"),
        ),
        Leads(
            to=pod_not_ready.EFFECT,
            via=(Edge.PLANS,),
            strength=Guess(0.2, "who does not reach what it needs says that it is not ready"),
        ),
    ),
    symptom=True,
)
