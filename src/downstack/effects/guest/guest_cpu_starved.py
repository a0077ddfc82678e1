"""Work inside the guest waits for a CPU."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.application import container_readiness_late
from downstack.effects.container import pod_cpu_waits
from downstack.effects.network import tap_overflows
from downstack.model import Edge, Kind, Layer, Level, Path
from downstack.signals import cpu_room, guest

EFFECT = Effect(
    id="guest_cpu_starved",
    title="work inside the guest waits for a CPU",
    of=Kind.GUEST,
    layer=Layer.GUEST,
    path=Path.CPU,
    leak=Guess(0.003, "a short burst of processes"),
    only_if=(
        Above(cpu_room.WANTED_BY_GUEST_CPUS, 0.5),
    ),  # our own sample wakes threads of an idle guest
    checks=(
        Check(
            clause=Above(guest.CPU_WAITING_RATIO, 0.30),
            sensitivity=Guess(0.90, "the guest's kernel counts every moment in which a task waits"),
            false_alarm=Guess(0.02, "a burst of short processes"),
            level=Level.L3,
        ),
        Check(
            clause=Above(guest.RUNNABLE_PER_CPU, 2.0),
            sensitivity=Guess(0.80, "one look at the run queue can find it empty"),
            false_alarm=Guess(0.05, "one look at the run queue can hit a burst"),
            level=Level.L3,
        ),
    ),
    leads_to=(
        Leads(
            to=pod_cpu_waits.EFFECT,
            via=(
                Edge.BECOMES,
                Edge.RUNS_POD,
            ),
            strength=Guess(0.7, "the node's queue is its pods' queue"),
        ),
        Leads(
            to=container_readiness_late.EFFECT,
            via=(
                Edge.BECOMES,
                Edge.RUNS_POD,
                Edge.CONTAINER_OF.inverse,
            ),
            strength=Guess(0.3, "an answer takes CPU time too"),
        ),
        Leads(
            to=tap_overflows.EFFECT,
            via=(
                Edge.INSIDE.inverse,
                Edge.NIC_OF.inverse,
                Edge.TAP_OF.inverse,
            ),
            strength=Guess(0.2, "a busy guest looks at its card late"),
        ),
    ),
    symptom=True,
)
