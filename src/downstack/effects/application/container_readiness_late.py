"""A container does not answer its readiness probe in time."""

from downstack.effect import Check, Effect, Guess, Is, Leads
from downstack.effects.kubernetes import pod_not_ready
from downstack.model import Edge, Kind, Layer
from downstack.signals import container

EFFECT = Effect(
    id="container_readiness_late",
    title="its readiness probe gets no answer in time",
    of=Kind.CONTAINER,
    layer=Layer.APPLICATION,
    path=None,
    leak=Guess(0.01, "a program that is busy with itself, or hangs"),
    checks=(
        Check(
            clause=Is(container.READINESS_ANSWER, ("late",)),
            sensitivity=Guess(0.95, "the kubelet writes an event which says that time was up"),
            false_alarm=Guess(0.005, "one late answer while it started"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_not_ready.EFFECT,
            via=(Edge.CONTAINER_OF,),
            strength=Guess(0.97, "who does not answer counts as not ready"),
        ),
    ),
)
