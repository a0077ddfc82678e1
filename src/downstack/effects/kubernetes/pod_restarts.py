"""Containers of a pod end and are started again."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.kubernetes import pod_not_ready
from downstack.model import Kind, Layer
from downstack.signals import pod

EFFECT = Effect(
    id="pod_restarts",
    title="its containers end and are started again",
    of=Kind.POD,
    layer=Layer.CONTAINER,
    path=None,
    leak=Guess(0.002, "a program that ends when its work is done"),
    checks=(
        Check(
            clause=Above(pod.RECENT_RESTARTS, 0),
            sensitivity=Guess(0.97, "the kubelet counts every restart"),
            false_alarm=Guess(0.005, "one restart that nobody noticed"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_not_ready.EFFECT,
            strength=Guess(0.7, "between two lives nobody answers"),
        ),
    ),
    symptom=True,
    condition="restarting",
)
