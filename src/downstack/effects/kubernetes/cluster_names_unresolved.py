"""Nobody answers for the names of services."""

from downstack.effect import AtMost, Check, Effect, Guess
from downstack.model import Kind, Layer, Path
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
    symptom=True,
)
