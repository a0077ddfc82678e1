"""The kubelet reports that memory, disk space or process ids are short."""

from downstack.effect import Check, Effect, Guess, Is, Leads
from downstack.effects.kubernetes import pod_ended_badly, pod_pending
from downstack.model import Edge, Kind, Layer
from downstack.signals import node

EFFECT = Effect(
    id="node_under_pressure",
    title="the node is short of memory, disk space or process ids",
    of=Kind.NODE,
    layer=Layer.KUBERNETES,
    path=None,
    leak=Guess(0.001, "a threshold that was just passed"),
    checks=(
        Check(
            clause=Is(node.PRESSURE, ("yes",)),
            sensitivity=Guess(0.97, "the kubelet looks every ten seconds"),
            false_alarm=Guess(0.002, "a threshold that was just passed"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_ended_badly.EFFECT,
            via=(Edge.RUNS_POD,),
            strength=Guess(0.6, "the kubelet evicts pods until there is room again"),
        ),
        Leads(
            to=pod_pending.EFFECT,
            via=(
                Edge.GOVERNS.inverse,
                Edge.PLANS,
            ),
            strength=Guess(0.1, "its taint keeps new pods off"),
        ),
    ),
    symptom=True,
)
