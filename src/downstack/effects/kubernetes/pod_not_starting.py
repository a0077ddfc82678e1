"""A pod has a node, and its containers do not start."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.kubernetes import pod_not_ready
from downstack.model import Kind, Layer
from downstack.signals import pod

EFFECT = Effect(
    id="pod_not_starting",
    title="its containers do not start",
    of=Kind.POD,
    layer=Layer.KUBERNETES,
    path=None,
    leak=Guess(0.002, "a large image"),
    checks=(
        Check(
            clause=Above(pod.STARTING, 20),
            sensitivity=Guess(0.9, "what the kubelet waits for is not there"),
            false_alarm=Guess(0.01, "a large image that is pulled for the first time"),
        ),
        Check(
            clause=Above(pod.BLOCKED, 0),
            sensitivity=Guess(0.6, "one of several reasons not to start"),
            false_alarm=Guess(0.002, "a second try that succeeds"),
        ),
        Check(
            clause=Above(pod.FAILED_STARTS, 0),
            sensitivity=Guess(0.6, "one of several reasons not to start"),
            false_alarm=Guess(0.002, "a second try that succeeds"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_not_ready.EFFECT,
            strength=Guess(0.95, "what does not run answers no request"),
        ),
    ),
    symptom=True,
    condition="not started",
)
