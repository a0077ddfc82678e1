"""Tasks of a pod wait for memory, or are killed for want of it."""

from downstack.effect import Above, Check, Effect, Guess, Leads
from downstack.effects.kubernetes import pod_restarts
from downstack.model import Kind, Layer, Level, Path
from downstack.signals import pod, pod_cgroup

EFFECT = Effect(
    id="pod_memory_stalls",
    title="its tasks wait for memory or are killed for it",
    of=Kind.POD,
    layer=Layer.CONTAINER,
    path=Path.MEMORY,
    leak=Guess(0.002, "a program that starts and reads its pages back"),
    checks=(
        Check(
            clause=Above(pod_cgroup.MEMORY_STALLED_RATIO, 0.10),
            sensitivity=Guess(0.8, "the kernel counts the time that tasks lose"),
            false_alarm=Guess(0.01, "one large allocation"),
            level=Level.L2,
        ),
        Check(
            clause=Above(pod.MAX_OOM_KILLS, 0),
            sensitivity=Guess(0.4, "a kill ends the shortage, for a while"),
            false_alarm=Guess(0.002, "a helper process that was killed on purpose"),
            level=Level.L2,
        ),
    ),
    leads_to=(
        Leads(
            to=pod_restarts.EFFECT,
            strength=Guess(0.5, "the kernel kills the largest process, which is the program"),
        ),
    ),
    symptom=True,
)
