"""Pods of a workload are not even made."""

from downstack.effect import Above, Check, Effect, Guess
from downstack.model import Kind, Layer
from downstack.signals import workload

EFFECT = Effect(
    id="workload_short",
    title="pods that it should have are not made",
    of=Kind.WORKLOAD,
    layer=Layer.KUBERNETES,
    path=None,
    leak=Guess(0.001, "a change that has just begun"),
    checks=(
        Check(
            clause=Above(workload.MISSING, 0),
            sensitivity=Guess(0.95, "the controller counts its pods"),
            false_alarm=Guess(0.01, "a rollout that is under way"),
        ),
        Check(
            clause=Above(workload.STALE, 0),
            sensitivity=Guess(0.5, "a definition that was not changed needs no controller"),
            false_alarm=Guess(0.005, "a change of this second"),
        ),
    ),
    symptom=True,
    condition="short of pods",
)
