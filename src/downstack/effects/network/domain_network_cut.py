"""No packet passes between the VM and the host's network."""

from downstack.effect import Above, Check, Effect, Guess, Is, Leads
from downstack.effects.kubernetes import node_not_ready
from downstack.model import Edge, Kind, Layer, Path
from downstack.signals import domain, network_way

EFFECT = Effect(
    id="domain_network_cut",
    title="no packet passes between the VM and the network",
    of=Kind.DOMAIN,
    layer=Layer.NETWORK,
    path=Path.NETWORK,
    only_if=(Is(domain.STATE, ("running", "blocked", "no_state")),),
    leak=Guess(0.001, "a bridge that somebody is just rebuilding"),
    checks=(
        Check(
            clause=Above(network_way.MAX_OBSTACLES, 0),
            sensitivity=Guess(0.97, "the kernel tells the state of every port"),
            false_alarm=Guess(0.003, "a spare card that is unplugged on purpose"),
        ),
    ),
    leads_to=(
        Leads(
            to=node_not_ready.EFFECT,
            via=(
                Edge.INSIDE,
                Edge.BECOMES,
            ),
            strength=Guess(0.97, "the kubelet does not reach the API server"),
        ),
    ),
    symptom=True,
)
