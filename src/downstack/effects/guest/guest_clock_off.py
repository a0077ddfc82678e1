"""The guest's clock shows another time than the host's."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.kubernetes import node_clock_off
from downstack.model import Edge, Kind, Layer, Level
from downstack.signals import guest_state

EFFECT = Effect(
    id="guest_clock_off",
    title="the guest's clock shows another time than the host's",
    of=Kind.GUEST,
    layer=Layer.GUEST,
    path=None,
    leak=Guess(0.001, "a host whose own clock is wrong"),
    checks=(
        Check(
            clause=Above(guest_state.CLOCK_OFFSET, 3.0),
            sensitivity=Guess(0.97, "both clocks are read within a second"),
            false_alarm=Guess(0.002, "an agent that takes seconds to answer"),
            level=Level.L3,
        ),
    ),
    leads_to=(
        Leads(
            to=node_clock_off.EFFECT,
            via=(Edge.BECOMES,),
            strength=Guess(0.9, "the kubelet dates with the guest's clock"),
        ),
    ),
    symptom=True,
)
