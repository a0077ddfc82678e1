"""Nobody answers a pod that asks for the name of a service."""

from downstack.effect import AtMost, Check, Effect, Guess
from downstack.model import Kind, Layer, Path
from downstack.signals import pod

EFFECT = Effect(
    id="pod_lacks_names",
    title="names of services are not resolved for it",
    of=Kind.POD,
    layer=Layer.KUBERNETES,
    path=Path.NETWORK,
    leak=Guess(0.001, "a DNS service of another name"),
    checks=(
        Check(
            clause=AtMost(pod.DNS_ADDRESSES, 0),
            sensitivity=Guess(0.97, "it is the service that all pods ask"),
            false_alarm=Guess(0.002, "a pod with a DNS of its own"),
        ),
    ),
    symptom=True,
)
