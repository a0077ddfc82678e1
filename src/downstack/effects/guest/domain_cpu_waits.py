"""The VM's vCPUs want to run and do not."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.guest import guest_cpu_stolen
from downstack.effects.network import tap_overflows
from downstack.model import Edge, Kind, Layer, Path
from downstack.signals import domain_waits

EFFECT = Effect(
    id="domain_cpu_waits",
    title="its vCPUs want to run and do not",
    of=Kind.DOMAIN,
    layer=Layer.GUEST,
    path=Path.CPU,
    leak=Guess(0.003, "a burst of kernel threads or interrupts"),
    checks=(
        Check(
            clause=Above(domain_waits.MAX_DELAY, 0.10),
            sensitivity=Guess(0.97, "the same counter as the guest's steal"),
            false_alarm=Guess(0.01, "short bursts of other work on the host"),
        ),
    ),
    leads_to=(
        Leads(
            to=guest_cpu_stolen.EFFECT,
            via=(Edge.INSIDE,),
            strength=Guess(0.95, "steal is the same time, seen from inside"),
        ),
        Leads(
            to=tap_overflows.EFFECT,
            via=(Edge.NIC_OF.inverse, Edge.TAP_OF.inverse),
            strength=Guess(0.3, "a vCPU that does not run fetches no packets"),
        ),
    ),
    symptom=True,
)
