"""Requests to the API server take long."""

from downstack.effect import Above, Check, Effect, Guess, Is
from downstack.model import Kind, Layer
from downstack.signals import kube_cluster

EFFECT = Effect(
    id="cluster_api_slow",
    title="the API server answers slowly",
    of=Kind.KUBE_CLUSTER,
    layer=Layer.KUBERNETES,
    path=None,
    leak=Guess(0.002, "a burst of large lists"),
    checks=(
        Check(
            clause=Above(kube_cluster.MEAN_CHANGE, 0.15),
            sensitivity=Guess(0.8, "only each change that waits for a slow webhook or disk tells"),
            false_alarm=Guess(0.01, "one webhook that is slow on purpose"),
        ),
        Check(
            clause=Above(kube_cluster.ANSWER_SECONDS, 0.25),
            sensitivity=Guess(0.8, "one question can be lucky"),
            false_alarm=Guess(0.01, "one question can be unlucky"),
        ),
        Check(
            clause=Is(kube_cluster.API, ("not_ready",)),
            sensitivity=Guess(0.3, "it gives up late"),
            false_alarm=Guess(0.002, "a server that is just starting"),
        ),
    ),
    symptom=True,
)
