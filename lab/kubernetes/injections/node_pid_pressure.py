"""Something beside the pods uses up the node's process ids."""

from collections.abc import Iterator
from contextlib import contextmanager

from lab.injection import Witness
from lab.kubernetes.injection import KubernetesInjection, Sign
from lab.kubernetes.pressure import eviction_at, hog_pids, pids_used
from lab.kubernetes.stage import KubernetesStage

SPARE, HOG = 300, 1000  # pids between now and the threshold, and what is taken of it
SIGN = Sign(
    "pids cgroup of the whole host",
    "tasks",
    pids_used,
    lambda before, after: after >= before + HOG,
)


@contextmanager
def _apply(stage: KubernetesStage, _level: float) -> Iterator[Witness]:
    with eviction_at(stage, "pid.available", SPARE):
        before = SIGN.before(stage)
        with hog_pids(stage.cluster, HOG):
            seen = SIGN.wait(stage, before)
            stage.cluster.wait_condition("PIDPressure", "True")
            yield seen


INJECTION = KubernetesInjection(
    fault="node_pid_pressure",
    unit="pressed",
    apply=_apply,
    target="node",
)
