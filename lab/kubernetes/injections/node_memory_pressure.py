"""Something beside the pods takes the node's memory, down to the kubelet's threshold."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection, Sign
from lab.kubernetes.pressure import eviction_at, hog_memory, memory_used
from lab.kubernetes.stage import KubernetesStage

SPARE, HOG = 200, 500  # MiB between now and the threshold, and what is taken of it
SIGN = Sign(
    "memory cgroup of the whole host",
    "MiB",
    memory_used,
    lambda before, after: after > before + SPARE,
)


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    with eviction_at(stage, "memory.available", SPARE):
        before = SIGN.before(stage)
        with hog_memory(stage.cluster, HOG):
            seen = SIGN.wait(stage, before)
            stage.cluster.wait_condition("MemoryPressure", "True")
            yield seen


INJECTION = KubernetesInjection(
    fault="node_memory_pressure",
    path="memory",
    unit="pressed",
    apply=_apply,
    target="node",
)
