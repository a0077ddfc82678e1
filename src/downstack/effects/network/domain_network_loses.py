"""Packets of the VM get lost on the host."""

from downstack.effect import Above, Check, Effect, Guess, Is, Leads
from downstack.effects.kubernetes import node_not_ready
from downstack.model import Edge, Kind, Layer, Level, Path
from downstack.signals import domain, network_way

EFFECT = Effect(
    id="domain_network_loses",
    title="packets of the VM get lost on the host",
    of=Kind.DOMAIN,
    layer=Layer.NETWORK,
    path=Path.NETWORK,
    only_if=(Is(domain.STATE, ("running", "blocked", "no_state")),),
    leak=Guess(0.003, "a short burst that overflows a queue"),
    checks=(
        Check(
            clause=Above(network_way.MAX_LOSS, 0.02),
            sensitivity=Guess(0.55, "queues count what they throw away; rules are not queues"),
            false_alarm=Guess(0.01, "a short burst that overflows a queue"),
        ),
        Check(
            clause=Above(network_way.MAX_FILTERED, 0.02),
            sensitivity=Guess(0.55, "rules count what they throw away; queues are not rules"),
            false_alarm=Guess(0.005, "stray packets that a firewall drops from an idle VM"),
            level=Level.L2,
        ),
    ),
    leads_to=(
        Leads(
            to=node_not_ready.EFFECT,
            via=(
                Edge.INSIDE,
                Edge.BECOMES,
            ),
            strength=Guess(0.2, "many reports of the kubelet are lost"),
        ),
    ),
    symptom=True,
)
