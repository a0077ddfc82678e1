"""No node is found for a pod."""

from downstack.effect import Above, Check, Effect, Guess, Is
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
            clause=Above(pod.PENDING, 10),
            sensitivity=Guess(0.95, "the scheduler tries within a second"),
            false_alarm=Guess(0.002, "a burst of new pods"),
        ),
        Check(
            clause=Is(pod.SCHEDULED, ("refused",)),
            sensitivity=Guess(0.95, "the scheduler writes what it found"),
            false_alarm=Guess(0.003, "a node that is just being added"),
        ),
    ),
    symptom=True,
    condition="pending",
)
