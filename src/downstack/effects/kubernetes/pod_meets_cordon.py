"""Nodes that are closed for new pods refuse a pod."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.kubernetes import pod_pending
from downstack.model import Kind, Layer
from downstack.signals import pod

EFFECT = Effect(
    id="pod_meets_cordon",
    title="nodes that are closed refuse the pod",
    of=Kind.POD,
    layer=Layer.KUBERNETES,
    path=None,
    leak=Guess(0.001, "a node that was closed for a moment"),
    checks=(
        Check(
            clause=Above(pod.NODES_CORDONED, 0),
            sensitivity=Guess(0.98, "the scheduler counts them"),
            false_alarm=Guess(0.002, "nothing else counts here"),
        ),
    ),
    leads_to=(
        Leads(
            to=pod_pending.EFFECT,
            strength=Guess(0.95, "the nodes that are left have no room"),
        ),
    ),
)
