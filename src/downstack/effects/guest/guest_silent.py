"""The guest gives the host no sign of life."""

from downstack.effect import Above, Check, Effect, Guess, Is, Leads
from downstack.effects.kubernetes import node_not_ready
from downstack.model import Edge, Kind, Layer
from downstack.signals import domain, guest_silence

EFFECT = Effect(
    id="guest_silent",
    title="the guest gives no sign of life",
    of=Kind.DOMAIN,
    layer=Layer.GUEST,
    path=None,
    only_if=(Is(domain.STATE, ("running", "blocked", "no_state")),),
    leak=Guess(0.02, "a balloon driver that was unloaded, and nothing else is wrong"),
    checks=(
        Check(
            clause=Above(guest_silence.BALLOON_PERIODS, 6),
            sensitivity=Guess(0.95, "the driver answers each period from the guest's own kernel"),
            false_alarm=Guess(0.01, "a guest with too little CPU time to answer soon"),
        ),
    ),
    leads_to=(
        Leads(
            to=node_not_ready.EFFECT,
            via=(
                Edge.INSIDE,
                Edge.BECOMES,
            ),
            strength=Guess(0.8, "a kubelet in a guest that hangs says nothing"),
        ),
    ),
    symptom=True,
    condition="hung",
)
