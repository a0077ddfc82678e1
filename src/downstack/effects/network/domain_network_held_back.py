"""Packets of the VM wait because of a limit."""

from downstack.effect import Above, Check, Effect, Guess, Is
from downstack.model import Kind, Layer, Path
from downstack.signals import domain, network_way

EFFECT = Effect(
    id="domain_network_held_back",
    title="packets of the VM wait for a limit on the host",
    of=Kind.DOMAIN,
    layer=Layer.NETWORK,
    path=Path.NETWORK,
    only_if=(
        Is(domain.STATE, ("running", "blocked", "no_state")),
        Above(network_way.MAX_LIMIT_USED, 0.70),  # far below it only bursts wait, and not long
    ),
    leak=Guess(0.001, "a queueing discipline that paces on purpose"),
    checks=(
        Check(
            clause=Above(network_way.MAX_OVERLIMITS, 20),
            sensitivity=Guess(0.90, "the queue counts each time that it has to wait"),
            false_alarm=Guess(0.005, "a short burst at a generous limit"),
        ),
    ),
    symptom=True,
)
