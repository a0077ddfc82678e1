"""New connections of the VM are dropped by its host."""

from downstack.effect import Above, Check, Effect, Guess, Is
from downstack.model import Kind, Layer, Path
from downstack.signals import domain, network_way

EFFECT = Effect(
    id="domain_connections_fail",
    title="the host drops connections that it cannot track",
    of=Kind.DOMAIN,
    layer=Layer.NETWORK,
    path=Path.NETWORK,
    only_if=(Is(domain.STATE, ("running", "blocked", "no_state")),),
    leak=Guess(0.001, "another network namespace of the host that fills its own table"),
    checks=(
        Check(
            clause=Above(network_way.CONNTRACK_DROPS, 5),
            sensitivity=Guess(0.90, "the kernel counts each packet that it could not track"),
            false_alarm=Guess(0.003, "packets that belong to no connection"),
        ),
    ),
    symptom=True,
)
