"""The CPU limit of a container holds its program back, and that of no other container."""

from downstack.effect import Effect, Guess, Leads
from downstack.effects.application import (
    container_port_closed,
    container_probe_late,
    container_readiness_late,
)
from downstack.effects.container import pod_cpu_held_back
from downstack.model import Edge, Kind, Layer, Path

EFFECT = Effect(
    id="container_cpu_held_back",
    title="its program stands still for parts of each period",
    of=Kind.CONTAINER,
    layer=Layer.CONTAINER,
    path=Path.CPU,
    leak=Guess(0.001, "a burst that just reaches the limit"),
    leads_to=(
        Leads(
            to=pod_cpu_held_back.EFFECT,
            via=(Edge.CONTAINER_OF,),
            strength=Guess(0.97, "the pod is as slow as its slowest container"),
        ),
        Leads(
            to=container_probe_late.EFFECT,
            strength=Guess(0.3, "an answer takes CPU time too"),
        ),
        Leads(
            to=container_readiness_late.EFFECT,
            strength=Guess(0.4, "a probe's second is soon over"),
        ),
        Leads(
            to=container_port_closed.EFFECT,
            strength=Guess(0.3, "a program that stands still starts to listen late"),
        ),
    ),
)
