"""A container does not answer its liveness probe in time."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.kubernetes import pod_restarts
from downstack.model import Edge, Kind, Layer
from downstack.signals import container

EFFECT = Effect(
    id="container_probe_late",
    title="its liveness probe gets no answer in time",
    of=Kind.CONTAINER,
    layer=Layer.APPLICATION,
    path=None,
    leak=Guess(0.002, "one slow answer"),
    checks=(
        Check(
            clause=Above(container.LIVENESS_LATE, 0),
            sensitivity=Guess(0.9, "the kubelet writes an event for each failure"),
            false_alarm=Guess(0.005, "one answer that was late and no more"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_restarts.EFFECT,
            via=(Edge.CONTAINER_OF,),
            strength=Guess(0.8, "a few failures in a row and the kubelet kills it"),
        ),
    ),
)
