"""The node's own filesystem is full."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection, Sign
from lab.kubernetes.pressure import free_of_node, full_node_disk, wait_relieved
from lab.kubernetes.stage import KubernetesStage

LITTLE = 0.05  # the kubelet's threshold
SIGN = Sign(
    "statvfs of the node's filesystem",
    "of it is free",
    free_of_node,
    lambda before, after: after < LITTLE < before,
)


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    before = SIGN.before(stage)
    try:
        with full_node_disk(stage.cluster):
            seen = SIGN.wait(stage, before)
            stage.cluster.wait_condition("DiskPressure", "True")
            yield seen
    finally:
        wait_relieved(stage)


INJECTION = KubernetesInjection(
    fault="node_disk_pressure",
    path="storage",
    unit="pressed",
    apply=_apply,
    target="node",
)
