"""No node is found for a pod."""

from downstack.effect import Above, Check, Effect, Guess
from downstack.model import Kind, Layer
from downstack.signals import pod

EFFECT = Effect(
    id="pod_pending",
    title="no node was found for it",
    of=Kind.POD,
    layer=Layer.KUBERNETES,
    path=None,
    leak=Guess(0.002, "a rule of the scheduler that is not listed here"),
    checks=(
        Check(
            clause=Above(pod.PENDING, 15),
            sensitivity=Guess(0.98, "the scheduler tries within a second"),
            false_alarm=Guess(0.002, "a burst of new pods"),
        ),
    ),
    symptom=True,
    condition="pending",
)
