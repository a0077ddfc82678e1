"""The scheduler has not looked at a pod."""

from downstack.effect import Check, Effect, Guess, Is, Leads
from downstack.effects.kubernetes import pod_pending
from downstack.model import Kind, Layer
from downstack.signals import pod

EFFECT = Effect(
    id="pod_unseen",
    title="no scheduler looks at the pod",
    of=Kind.POD,
    layer=Layer.KUBERNETES,
    path=None,
    leak=Guess(0.001, "a pod that names a scheduler which does not exist"),
    checks=(
        Check(
            clause=Is(pod.SCHEDULED, ("unseen",)),
            sensitivity=Guess(0.97, "the scheduler writes what it found at once"),
            false_alarm=Guess(0.005, "a pod made within the last second"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_pending.EFFECT,
            strength=Guess(0.97, "nobody else gives it a node"),
        ),
    ),
)
