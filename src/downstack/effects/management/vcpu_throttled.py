"""A quota stops a vCPU before its work is done."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.guest import domain_cpu_waits
from downstack.model import Edge, Kind, Layer, Path
from downstack.signals import cpu_room, vcpu

EFFECT = Effect(
    id="vcpu_throttled",
    title="a quota stops a vCPU",
    of=Kind.VCPU,
    layer=Layer.MANAGEMENT,
    path=Path.CPU,
    leak=Guess(0.001, "a quota that is not in the definition"),
    only_if=(Above(vcpu.WANTED_RATIO, 0.05),),
    checks=(
        Check(
            clause=Above(cpu_room.QUOTA_DELAY_RATIO, 0.05),
            sensitivity=Guess(0.97, "the kernel counts every nanosecond of throttling"),
            false_alarm=Guess(0.01, "one throttled period in a burst"),
        ),
    ),
    leads_to=(
        Leads(
            to=domain_cpu_waits.EFFECT,
            via=(Edge.VCPU_OF,),
            strength=Guess(0.95, "a stopped vCPU is runnable and does not run"),
        ),
    ),
)
