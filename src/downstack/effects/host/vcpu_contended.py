"""A vCPU thread waits because others occupy its CPUs."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.guest import domain_cpu_waits
from downstack.model import Edge, Kind, Layer, Path
from downstack.signals import vcpu

EFFECT = Effect(
    id="vcpu_contended",
    title="a vCPU waits behind other threads",
    of=Kind.VCPU,
    layer=Layer.HOST,
    path=Path.CPU,
    leak=Guess(0.003, "kernel threads, interrupts"),
    only_if=(Above(vcpu.WANTED_RATIO, 0.05),),
    checks=(
        Check(
            clause=Above(vcpu.CONTENTION_RATIO, 0.10),
            sensitivity=Guess(0.97, "the same counter as the guest's steal"),
            false_alarm=Guess(0.01, "short bursts of other work on the host"),
        ),
    ),
    leads_to=(
        Leads(
            to=domain_cpu_waits.EFFECT,
            via=(Edge.VCPU_OF,),
            strength=Guess(0.95, "guest work needs its vCPU"),
        ),
    ),
)
