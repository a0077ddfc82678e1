"""A pod has failed as a whole."""

from downstack.effect import Check, Effect, Guess, Is
from downstack.model import Kind, Layer
from downstack.signals import pod

EFFECT = Effect(
    id="pod_ended_badly",
    title="the pod has failed as a whole",
    of=Kind.POD,
    layer=Layer.KUBERNETES,
    path=None,
    leak=Guess(0.001, "a job that is allowed to fail"),
    checks=(
        Check(
            clause=Is(pod.FAILED, ("evicted", "node_lost", "deadline", "error")),
            sensitivity=Guess(0.98, "the phase is kept until the pod is deleted"),
            false_alarm=Guess(0.002, "a failure long ago that nobody has cleaned up"),
        ),
    ),
    symptom=True,
    condition="failed",
)
