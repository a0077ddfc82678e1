"""Tasks of a pod wait for a CPU."""

from downstack.effect import Above, Check, Effect, Guess
from downstack.model import Kind, Layer, Level, Path
from downstack.signals import pod_cgroup

EFFECT = Effect(
    id="pod_cpu_waits",
    title="its tasks wait for a CPU",
    of=Kind.POD,
    layer=Layer.CONTAINER,
    path=Path.CPU,
    leak=Guess(0.003, "a burst of short processes"),
    checks=(
        Check(
            clause=Above(pod_cgroup.CPU_WAITING_RATIO, 0.30),
            sensitivity=Guess(0.9, "the kernel counts every moment in which a task waits"),
            false_alarm=Guess(0.02, "a burst of short processes"),
            level=Level.L2,
        ),
    ),
    symptom=True,
)
