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
            clause=Above(pod.UNREADY, 10),
            sensitivity=Guess(0.95, "the kubelet reports it within seconds"),
            false_alarm=Guess(0.01, "a slow start that is meant to be slow"),
        ),
        Check(
            clause=Above(pod.REFUSED_PROBES, 0),
            sensitivity=Guess(0.5, "one of several reasons not to be ready"),
            false_alarm=Guess(0.003, "a probe that failed while it started"),
        ),
    ),
    symptom=True,
    condition="not ready",
)
