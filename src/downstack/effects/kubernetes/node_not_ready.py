"""A node is not ready, or says nothing any more."""

from downstack.effect import Check, Effect, Guess, Is, Leads
from downstack.effects.kubernetes import pod_ended_badly, pod_not_ready
from downstack.model import Edge, Kind, Layer
from downstack.signals import node

EFFECT = Effect(
    id="node_not_ready",
    title="the node is not ready",
    of=Kind.NODE,
    layer=Layer.KUBERNETES,
    path=None,
    leak=Guess(0.002, "a node that has just joined"),
    checks=(
        Check(
            clause=Is(node.READY, ("false", "unknown")),
            sensitivity=Guess(0.97, "the control plane misses a silent kubelet within a minute"),
            false_alarm=Guess(0.003, "a node that has just joined"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_not_ready.EFFECT,
            via=(Edge.RUNS_POD,),
            strength=Guess(0.9, "the pods of a node that is not ready are not ready"),
        ),
        Leads(
            to=pod_ended_badly.EFFECT,
            via=(Edge.RUNS_POD,),
            strength=Guess(0.3, "after some minutes its pods are put out"),
        ),
    ),
    symptom=True,
    condition="not ready",
)
