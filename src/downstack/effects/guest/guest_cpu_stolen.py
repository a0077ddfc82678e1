"""The host withholds CPU time from the guest, as the guest counts it."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.guest import guest_cpu_starved
from downstack.model import Kind, Layer, Level, Path
from downstack.signals import guest

EFFECT = Effect(
    id="guest_cpu_stolen",
    title="the guest counts steal",
    of=Kind.GUEST,
    layer=Layer.GUEST,
    path=Path.CPU,
    leak=Guess(0.003, "a burst of other work on the host"),
    checks=(
        Check(
            clause=Above(guest.STEAL_RATIO, 0.10),
            sensitivity=Guess(0.60, "a guest without KVM's steal clock counts none"),
            false_alarm=Guess(0.01, "short bursts of other work on the host"),
            level=Level.L3,
        ),
    ),
    leads_to=(
        Leads(
            to=guest_cpu_starved.EFFECT,
            strength=Guess(0.80, "work that gets no CPU waits, if there is more than one task"),
        ),
    ),
    symptom=True,
)
