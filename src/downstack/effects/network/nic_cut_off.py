"""Something stops every packet between the guest's card and its bridge."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.network import domain_network_cut
from downstack.model import Edge, Kind, Layer, Path
from downstack.signals import network_way

EFFECT = Effect(
    id="nic_cut_off",
    title="no packet passes between the card and its bridge",
    of=Kind.NIC,
    layer=Layer.NETWORK,
    path=Path.NETWORK,
    leak=Guess(0.001, "a bridge that somebody is just rebuilding"),
    checks=(
        Check(
            clause=Above(network_way.OBSTACLES, 0),
            sensitivity=Guess(0.97, "the kernel tells the state of every port"),
            false_alarm=Guess(0.003, "a spare card that is unplugged on purpose"),
        ),
    ),
    leads_to=(
        Leads(
            to=domain_network_cut.EFFECT,
            via=(Edge.NIC_OF,),
            strength=Guess(0.97, "the card is the VM's way out"),
        ),
    ),
)
