"""A pod is not ready: no request is sent to it."""

from downstack.effect import Above, Check, Effect, Guess
from downstack.model import Kind, Layer
from downstack.signals import pod

EFFECT = Effect(
    id="pod_not_ready",
    title="the pod is not ready",
    of=Kind.POD,
    layer=Layer.KUBERNETES,
    path=None,
    leak=Guess(0.003, "a pod that takes its time to become ready"),
    checks=(
        Check(
            clause=Above(pod.UNREADY, 30),
            sensitivity=Guess(0.97, "the kubelet reports it within seconds"),
            false_alarm=Guess(0.005, "a slow start that is meant to be slow"),
        ),
    ),
    symptom=True,
    condition="not ready",
)
