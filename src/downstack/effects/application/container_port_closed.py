"""Nothing listens on the port that the readiness probe of a container asks."""

from downstack.effect import Check, Effect, Guess, Is, Leads
from downstack.effects.kubernetes import pod_not_ready
from downstack.model import Edge, Kind, Layer
from downstack.signals import container

EFFECT = Effect(
    id="container_port_closed",
    title="nothing listens on the port that its readiness probe asks",
    of=Kind.CONTAINER,
    layer=Layer.APPLICATION,
    path=None,
    leak=Guess(0.005, "a program that starts slowly for reasons of its own"),
    checks=(
        Check(
            clause=Is(container.READINESS_ANSWER, ("closed",)),
            sensitivity=Guess(0.95, "the kubelet writes an event with what it was told"),
            false_alarm=Guess(0.005, "one failure while it started"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_not_ready.EFFECT,
            via=(Edge.CONTAINER_OF,),
            strength=Guess(0.97, "who cannot be reached counts as not ready"),
        ),
    ),
)
