"""Nobody answers at the address of the API server."""

from downstack.effect import Check, Effect, Guess, Is
from downstack.model import Kind, Layer
from downstack.signals import kube_cluster

EFFECT = Effect(
    id="cluster_api_silent",
    title="the API server does not answer",
    of=Kind.KUBE_CLUSTER,
    layer=Layer.KUBERNETES,
    path=None,
    leak=Guess(0.001, "an address that is not the API server"),
    checks=(
        Check(
            clause=Is(kube_cluster.API, ("stalled", "silent", "refused")),
            sensitivity=Guess(0.98, "it is what was just tried"),
            false_alarm=Guess(0.002, "one question that was lost"),
        ),
    ),
    symptom=True,
    condition="not answering",
)
