"""Tasks of a pod wait for a disk."""

from downstack.effect import Above, Check, Effect, Guess
from downstack.model import Kind, Layer, Level, Path
from downstack.signals import pod_cgroup

EFFECT = Effect(
    id="pod_disk_waits",
    title="its tasks wait for a disk",
    of=Kind.POD,
    layer=Layer.CONTAINER,
    path=Path.STORAGE,
    leak=Guess(0.003, "a burst of large requests"),
    checks=(
        Check(
            clause=Above(pod_cgroup.IO_STALLED_RATIO, 0.30),
            sensitivity=Guess(0.8, "nothing in it gets on while it waits"),
            false_alarm=Guess(0.02, "a pod whose only work is to read a file"),
            level=Level.L2,
        ),
    ),
    symptom=True,
)
