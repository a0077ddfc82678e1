"""The CPU limit of a container holds the pod back."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.container import pod_cpu_waits
from downstack.effects.guest import domain_cpu_waits
from downstack.model import Edge, Kind, Layer, Level, Path
from downstack.signals import pod

EFFECT = Effect(
    id="pod_cpu_held_back",
    title="a CPU limit holds it back",
    of=Kind.POD,
    layer=Layer.CONTAINER,
    path=Path.CPU,
    leak=Guess(0.002, "a burst that just reaches the limit"),
    checks=(
        Check(
            clause=Above(pod.MAX_THROTTLED, 0.25),
            sensitivity=Guess(0.97, "the kernel counts the periods"),
            false_alarm=Guess(0.01, "a burst of short work"),
            level=Level.L2,
        ),
    ),
    leads_to=(
        Leads(
            to=pod_cpu_waits.EFFECT,
            strength=Guess(0.8, "what may not run waits"),
        ),
        Leads(
            to=domain_cpu_waits.EFFECT,
            via=(Edge.LAUNCHES,),
            strength=Guess(0.9, "the vCPUs of a VM in the pod are held back with it"),
        ),
    ),
    symptom=True,
)
