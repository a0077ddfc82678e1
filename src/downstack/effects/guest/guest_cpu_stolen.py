"""The host withholds CPU time from the guest, as the guest counts it."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.application import container_probe_late
from downstack.effects.container import pod_cpu_waits
from downstack.effects.guest import guest_cpu_starved
from downstack.model import Edge, Kind, Layer, Level, Path
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
        Leads(
            to=pod_cpu_waits.EFFECT,
            via=(
                Edge.BECOMES,
                Edge.RUNS_POD,
            ),
            strength=Guess(0.6, "what the node does not get, its pods do not get"),
        ),
        Leads(
            to=container_probe_late.EFFECT,
            via=(
                Edge.BECOMES,
                Edge.RUNS_POD,
                Edge.CONTAINER_OF.inverse,
            ),
            strength=Guess(0.15, "an answer takes CPU time too"),
        ),
    ),
    symptom=True,
)
