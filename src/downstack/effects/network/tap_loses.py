"""Packets get lost at the guest's port on the host."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.network import domain_network_loses
from downstack.model import Edge, Kind, Layer, Level, Path
from downstack.signals import network_way

EFFECT = Effect(
    id="tap_loses",
    title="packets are thrown away at its port",
    of=Kind.LINK,
    layer=Layer.NETWORK,
    path=Path.NETWORK,
    leak=Guess(0.003, "a short burst that overflows a queue"),
    checks=(
        Check(
            clause=Above(network_way.LOSS, 0.02),
            sensitivity=Guess(0.55, "queues count what they throw away; rules are not queues"),
            false_alarm=Guess(0.01, "a short burst that overflows a queue"),
        ),
        Check(
            clause=Above(network_way.FILTER_DROP_RATIO, 0.02),
            sensitivity=Guess(0.55, "rules count what they throw away; queues are not rules"),
            false_alarm=Guess(0.005, "stray packets that a firewall drops from an idle VM"),
            level=Level.L2,
        ),
    ),
    leads_to=(
        Leads(
            to=domain_network_loses.EFFECT,
            via=(Edge.TAP_OF, Edge.NIC_OF),
            strength=Guess(0.97, "every packet of the card passes its tap"),
        ),
    ),
)
